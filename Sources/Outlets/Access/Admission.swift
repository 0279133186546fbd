public import Facts
internal import Foundation
internal import HTTPTypes
public import Ledger

/// Issues sign-up links and tokens. Secrets are shown once and stored as hashes.
public enum Admission {
  /// Creates a sign-up link and returns its secret. Visitors without a name choose one when they
  /// sign up.
  public static func invite(
    _ visitor: Visitor, into ledger: FactLedger, by principal: Principal, at moment: Instant
  ) throws(LedgerProblem) -> String {
    let secret = Secret.make()
    _ = try ledger.invite(
      visitor, hash: Secret.hash(secret), until: end(of: moment), by: principal, at: moment)
    return secret
  }

  /// Creates the first GM's sign-up link; nil if a GM exists. It replaces that of an earlier start.
  static func inviteFirst(
    into ledger: FactLedger, at moment: Instant
  ) throws(LedgerProblem) -> String? {
    let secret = Secret.make()
    let isNeeded = try ledger.inviteFirst(
      hash: Secret.hash(secret), until: end(of: moment), by: Principal(.server, "first start"),
      at: moment)
    return isNeeded ? secret : nil
  }

  private static func end(of moment: Instant) -> Instant {
    moment.advanced(bySeconds: Access.invitationDays * 86_400)
  }

  /// Creates a token that is valid for `days`, or until it is revoked if `days` is nil.
  public static func addToken(
    _ visitor: Visitor, days: Int? = nil, into ledger: FactLedger, by principal: Principal,
    at moment: Instant
  ) throws(LedgerProblem) -> (number: Int64, token: String) {
    let token = "flc_" + Secret.make()
    let number = try ledger.addToken(
      visitor, hash: Secret.hash(token),
      until: days.map { moment.advanced(bySeconds: Int64($0) * 86_400) }, by: principal,
      at: moment)
    return (number, token)
  }

  /// The most days that a token with an expiry may be valid.
  public static let mostTokenDays = 3650

  /// Parses a write key's scope from comma-separated lists of fact kinds and page origins.
  ///
  /// Empty kinds mean the default ones. Fails if a kind, an origin or the daily limit of refused
  /// rows is not valid.
  public static func scope(
    kinds: String, origins: String, refusedMost: Int?
  ) -> Result<KeyScope, Refusal> {
    func parts(_ text: String) -> [String] {
      text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { !$0.isEmpty }
    }
    var found: Set<FactKind> = []
    for word in parts(kinds) {
      guard let kind = FactKind(rawValue: word) else {
        return .failure(
          Refusal(
            .unprocessableContent, "there is no kind of fact '\(word)'",
            "the kinds are \(FactKind.allCases.map(\.rawValue).joined(separator: ", "))",
            pointer: "/may"))
      }
      found.insert(kind)
    }
    var pages: Set<String> = []
    for word in parts(origins) {
      guard let origin = Origin(word) else {
        return .failure(
          Refusal(
            .unprocessableContent, "'\(word)' isn't a valid origin of a page",
            "write it like https://shop.example", pointer: "/origin"))
      }
      pages.insert(origin.text)
    }
    guard refusedMost.map({ (0...1_000_000_000).contains($0) }) ?? true else {
      return .failure(
        Refusal(
          .unprocessableContent, "refused rows a day go from 0 to 1,000,000,000",
          "leave it out for \(KeyScope.usualRefused)", pointer: "/refused"))
    }
    return .success(
      KeyScope(
        kinds: found.isEmpty ? KeyScope.usualKinds : found, origins: pages,
        refusedMost: refusedMost ?? KeyScope.usualRefused))
  }

  /// The path of a sign-up link.
  public static func path(_ secret: String) -> String { "/sign-up?key=\(secret)" }

  /// Returns why a role lacks its lever or member id, or nil if it is complete.
  public static func fault(_ role: Role, lever: Lever?, member: MemberID?) -> String? {
    switch role {
    case .lead where lever == nil: "a lead needs a lever"
    case .member where member == nil: "a member needs the id that the plan gives them"
    case .gm, .viewer, .source, .lead, .member: nil
    }
  }
}
