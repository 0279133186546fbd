public import Ledger
public import Operations
public import Surfaces

/// The outcome of a form, which its page must show.
public enum FormOutcome: Sendable {
  /// A draft of the plan, with every problem, its remarks, or its changes. The form has `plan`, and
  /// `do` = `check`, `diff` or `apply`. Once applied the outcome is `.applied`.
  case plan(text: String, PlanPage.Finding)
  /// A plan was put in force: `Version 2 is in force: …`.
  case applied(String)
  /// A file was imported (`source`, `file`).
  case imported(file: String, ImportReport)
  /// A corrected row (`row`) is still refused.
  case row(QuarantinedRow, problem: String)
  /// A play was not declared; the fields as they were filled in.
  case play(fields: [String: String], Refusal)
  /// A note was not written.
  case note(text: String, Refusal)
  /// A sign-up link or token, which is shown only once: `The link for mia`.
  case secret(what: String, String)
}
