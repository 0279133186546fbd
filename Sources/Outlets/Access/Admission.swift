public import Facts
public import Ledger

/// Gives out what lets people and programs in: secrets that are shown once and kept as hashes.
public enum Admission {
  /// Makes a sign-up link's secret for somebody; a visitor without a name chooses one.
  public static func invite(
    _ visitor: Visitor, into ledger: FactLedger, by actor: String, at moment: Instant
  ) throws(LedgerProblem) -> String {
    let secret = Secret.make()
    try ledger.invite(
      visitor, hash: Secret.hash(secret),
      until: moment.advanced(bySeconds: Access.invitationDays * 86_400), by: actor, at: moment)
    return secret
  }

  /// Makes a token.
  public static func addToken(
    _ visitor: Visitor, into ledger: FactLedger, by actor: String, at moment: Instant
  ) throws(LedgerProblem) -> (number: Int64, token: String) {
    let token = "flc_" + Secret.make()
    let number = try ledger.addToken(
      visitor, hash: Secret.hash(token), by: actor, at: moment)
    return (number, token)
  }

  /// The path of a sign-up link.
  public static func path(_ secret: String) -> String { "/sign-up?key=\(secret)" }

  /// What is wrong with a role's lever and member; nil where nothing is.
  public static func fault(_ role: Role, lever: Lever?, member: MemberID?) -> String? {
    switch role {
    case .lead where lever == nil: "a lead needs a lever"
    case .member where member == nil: "a member needs the id that the plan gives them"
    case .gm, .viewer, .source, .lead, .member: nil
    }
  }
}
