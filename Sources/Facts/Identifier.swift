internal import Foundation

/// The name that a sender gives a thing, of one kind each: a fact's id is never a customer's.
///
/// Ids compare by exact bytes after Unicode NFC.
public struct Identifier<Kind>: Hashable, Sendable {
  /// The id in Unicode NFC, 1 to 128 bytes of UTF-8.
  public let text: String

  /// Nil when empty or more than 128 bytes after NFC.
  public init?(_ text: String) {
    let normal =
      text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    guard !normal.isEmpty, normal.utf8.count <= 128 else { return nil }
    self.text = normal
  }

  /// The id of ASCII bytes, which are in NFC as they are.
  init?(ascii bytes: ArraySlice<UInt8>) {
    guard !bytes.isEmpty, bytes.count <= 128 else { return nil }
    text = String(decoding: bytes, as: UTF8.self)
  }
}

extension Identifier: CustomStringConvertible, Comparable {
  /// The id's ``text``.
  public var description: String { text }
  /// By bytes of UTF-8, so that the order is the same on every machine.
  public static func < (left: Identifier, right: Identifier) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

/// What the kinds of ``Identifier`` are named for.
public enum Named {
  /// One thing that happened.
  public enum OfFact {}
  /// Someone who spends, or may come to.
  public enum OfCustomer {}
  /// Something a lever does on purpose.
  public enum OfPlay {}
  /// Someone of the business.
  public enum OfMember {}
  /// A sale, from its first stage to won or lost.
  public enum OfDeal {}
}

/// The sender's own, unique in the ledger.
public typealias FactID = Identifier<Named.OfFact>
/// The same in every source that tells of one customer.
public typealias CustomerID = Identifier<Named.OfCustomer>
/// Given when the play is declared; touches and holdouts name it.
public typealias PlayID = Identifier<Named.OfPlay>
/// As the plan's people are named.
public typealias MemberID = Identifier<Named.OfMember>
/// The same at every stage of one deal.
public typealias DealID = Identifier<Named.OfDeal>
