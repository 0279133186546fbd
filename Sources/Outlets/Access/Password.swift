internal import Foundation
internal import HTTPTypes

/// Hashes passwords with scrypt (RFC 7914).
///
/// N = 2^15, r = 8 and p = 3, as the OWASP Password Storage Cheat Sheet lists for 32 MiB.
enum Password {
  /// The fewest characters (NIST SP 800-63B, 5.1.1.2 asks for 8; 15 if it is the only factor).
  static let shortest = 12
  /// The most bytes, which bounds the time of a hash.
  static let longest = 256

  private static let cost = Digest.Cost(rounds: 15, blocks: 8, parallel: 3)

  /// Hashes a password for the ledger, as `scrypt$15$8$3$salt$hash`.
  static func hash(_ password: String) throws(Refusal) -> String {
    var generator = SystemRandomNumberGenerator()
    let salt = Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    let key = try derive(password, salt, cost)
    return [
      "scrypt", "\(cost.rounds)", "\(cost.blocks)", "\(cost.parallel)",
      salt.base64EncodedString(), key.base64EncodedString(),
    ].joined(separator: "$")
  }

  /// A hash that no password matches. Comparing with it takes as long as with any other.
  static let nobody =
    "scrypt$15$8$3$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

  /// True if a password matches a hash.
  static func fits(_ password: String, _ hash: String) throws(Refusal) -> Bool {
    let parts = hash.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]),
      let blocks = Int(parts[2]), let parallel = Int(parts[3]),
      let salt = Data(base64Encoded: parts[4])
    else { return false }
    let cost = Digest.Cost(rounds: rounds, blocks: blocks, parallel: parallel)
    let key = try derive(password, salt, cost)
    return Secret.areEqual(key.base64EncodedString(), parts[5])
  }

  /// Returns why a password is refused, or nil if it is acceptable.
  static func refusal(_ password: String, name: String, business: String = "") -> Refusal? {
    let remedy = "choose one of \(shortest) characters or more, such as four words"
    guard password.count >= shortest else {
      return Refusal(
        .unprocessableContent, "the password has fewer than \(shortest) characters", remedy,
        pointer: "/password")
    }
    guard password.utf8.count <= longest else {
      return Refusal(
        .unprocessableContent, "the password has more than \(longest) bytes", remedy,
        pointer: "/password")
    }
    guard !Guessable.isGuessable(password, knowing: [name, business]) else {
      return Refusal(
        .unprocessableContent, "the password is too easily guessed", remedy, pointer: "/password")
    }
    return nil
  }

  private static func derive(
    _ password: String, _ salt: Data, _ cost: Digest.Cost
  ) throws(Refusal) -> Data {
    Data(
      try Digest.scrypt(
        password.precomposedStringWithCompatibilityMapping.utf8, salt: salt, cost))
  }
}
