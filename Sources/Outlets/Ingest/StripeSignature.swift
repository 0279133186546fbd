internal import Facts
internal import Foundation
internal import HTTPTypes

/// Verifies the signature of Stripe's webhooks.
///
/// The header is `t=…,v1=…`, with HMAC-SHA256 of `t.body` (Stripe, "Verify webhook signatures
/// manually"). Several v1 arrive while a secret is rolled.
enum StripeSignature {
  /// The greatest age of a signature in seconds, as in Stripe's own libraries.
  static let tolerance: Int64 = 300

  /// Checks a body exactly as it was sent.
  ///
  /// - Throws: ``Refusal`` 400 if no signature matches, or if it is too old.
  static func check(
    _ header: String?, _ body: [UInt8], secrets: [String], at now: Instant
  ) throws(Refusal) {
    guard let header, let parts = parts(header) else {
      throw Refusal(
        .badRequest, "the Stripe-Signature is missing or no signature",
        "have Stripe send the event itself")
    }
    let signed = Array("\(parts.time).".utf8) + body
    var fits = false
    for secret in secrets {
      let wanted = Secret.hex(Digest.authentication(of: signed, key: secret.utf8))
      // Compares all of them, so that the time does not reveal which one matches.
      for given in parts.signatures where Secret.areEqual(given, wanted) { fits = true }
    }
    guard fits else {
      throw Refusal(
        .badRequest, "no signature fits the body",
        "check that the secret is that of this endpoint in Stripe, and that no proxy changes bodies"
      )
    }
    guard abs(now.seconds - parts.time) <= tolerance else {
      throw Refusal(
        .badRequest, "the signature is more than \(tolerance) seconds from now",
        "check this machine's clock; Stripe signs each try anew")
    }
  }

  private static func parts(_ header: String) -> (time: Int64, signatures: [String])? {
    var time: Int64?
    var signatures: [String] = []
    for part in header.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard pair.count == 2 else { continue }
      if pair[0] == "t" { time = Int64(pair[1]) }
      if pair[0] == "v1" { signatures.append(pair[1].lowercased()) }
    }
    guard let time, time >= 0, time < 1 << 40, !signatures.isEmpty else { return nil }
    return (time, signatures)
  }
}
