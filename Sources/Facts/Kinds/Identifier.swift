internal import Foundation

/// A sender's id for a thing, typed by `Kind` so that a fact's id is never a customer's.
///
/// Ids compare by exact bytes after Unicode NFC.
public struct Identifier<Kind>: Hashable, Sendable {
  /// The id in Unicode NFC, 1 to 128 bytes of UTF-8.
  public let text: String

  /// Normalizes to NFC; nil if the result is empty or longer than 128 bytes.
  public init?(_ text: String) {
    let normal =
      text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    guard !normal.isEmpty, normal.utf8.count <= 128 else { return nil }
    self.text = normal
  }

  /// An id from ASCII bytes, which are always in NFC; nil if empty or longer than 128 bytes.
  init?(ascii bytes: ArraySlice<UInt8>) {
    guard !bytes.isEmpty, bytes.count <= 128 else { return nil }
    text = String(decoding: bytes, as: UTF8.self)
  }
}

extension Identifier: CustomStringConvertible, Comparable {
  /// The id's text.
  public var description: String { text }
  /// Compares UTF-8 bytes, so that the order is the same on every machine.
  public static func < (left: Identifier, right: Identifier) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

/// Marker types for the `Kind` of an ``Identifier``.
public enum Named {
  /// One thing that happened.
  public enum OfFact {}
  /// Someone who spends, or may in future.
  public enum OfCustomer {}
  /// Something a lever does on purpose.
  public enum OfPlay {}
  /// A person of the business.
  public enum OfMember {}
  /// A sale, from its first stage to won or lost.
  public enum OfDeal {}
}

/// A fact's id, unique in the ledger.
public typealias FactID = Identifier<Named.OfFact>
/// A customer's id, the same in every source.
public typealias CustomerID = Identifier<Named.OfCustomer>
/// A play's id, given in its declaration; touches and holdouts refer to it.
public typealias PlayID = Identifier<Named.OfPlay>
/// A member's id, as in the plan's people.
public typealias MemberID = Identifier<Named.OfMember>
/// A deal's id, the same at all its stages.
public typealias DealID = Identifier<Named.OfDeal>
