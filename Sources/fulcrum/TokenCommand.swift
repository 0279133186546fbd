import ArgumentParser
import Ledger
import Outlets
import Surfaces
import Terminal
import Operations

/// `fulcrum token`: manages the tokens of programs.
struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Add, list and revoke tokens and write keys.",
    discussion: """
      A token of the role source is a write key: it sends facts and reads nothing. It sends money, time, touches,
      deals, costs, scores, customers and work; plays, holdouts, notes and retractions only where --may names
      them, and it retracts only what it sent itself. A plan's source of the token's name says how its Segment
      events become facts.

      Examples:
        fulcrum token add website --role source --may time,touch --origin https://shop.example
        fulcrum token add dashboard --role viewer --days 365
        fulcrum token list
        fulcrum token revoke 2
        fulcrum token undo 2
      """,
    subcommands: [Add.self, List.self, Revoke.self, Undo.self])

  /// Creates a token.
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a token; it is shown only once.",
      discussion: "Example:\n  fulcrum token add website --role source")
    @Argument(help: "What it is for.") var name: String
    @OptionGroup var rights: RightsOptions
    @Option(help: "The kinds of facts that a write key may send, comma-separated.") var may = ""
    @Option(help: "Web pages that may send with it, comma-separated: https://shop.example.")
    var origin = ""
    @Option(help: "Rows of a write key that may be refused a day (default: 10000).")
    var refused: Int?
    @Option(help: "Days that it is valid (default: until it is revoked).") var days: Int?
    @OptionGroup var ledger: LedgerOptions

    func validate() throws {
      if let days, !(1...Admission.mostTokenDays).contains(days) {
        throw ValidationError("--days goes from 1 to \(Admission.mostTokenDays).")
      }
      if rights.role != .source, !may.isEmpty || !origin.isEmpty || refused != nil {
        throw ValidationError("--may, --origin and --refused are for --role source.")
      }
    }

    func run() throws {
      let visitor = try scoped(try rights.visitor(name))
      let ledger = try ledger.open()
      let made = try Admission.addToken(
        visitor, days: days, into: ledger, by: Console.principal, at: SystemClock.now)
      Console.error("Token \(made.number), \(visitor.words). It is shown this once:")
      Console.print(made.token)
    }

    private func scoped(_ visitor: Visitor) throws -> Visitor {
      guard visitor.role == .source else { return visitor }
      switch Admission.scope(kinds: may, origins: origin, refusedMost: refused) {
      case .success(let scope): return Visitor(visitor.name, .source, scope: scope)
      case .failure(let refusal):
        throw Failure(problem: refusal.problem, remedy: refusal.remedy)
      }
    }
  }

  /// Lists every token.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List tokens.", discussion: "Example:\n  fulcrum token list")
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let tokens = try ledger.tokens()
      if tokens.isEmpty { return Console.print("There are no tokens yet.") }
      for token in tokens {
        let parts = [
          "\(token.number)", token.visitor.words, "since \(token.made)",
          "created by \(token.owner ?? "the command line")",
          token.visitor.scope.map { "may send \($0.kindWords)" },
          token.used.map { "last used \($0)" } ?? "never used",
          token.expires.map { "expires \($0)" }, token.revoked.map { "revoked \($0)" },
        ]
        Console.print(parts.compactMap { $0 }.joined(separator: "  "))
      }
    }
  }

  /// Revokes a token.
  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Revoke a token.", discussion: "Example:\n  fulcrum token revoke 2")
    @Argument(help: "The token's number.") var number: Int64
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let isDone = try ledger.revokeToken(number, by: Console.principal, at: SystemClock.now)
      guard isDone else {
        throw Failure(
          problem: "there is no valid token \(number)", remedy: "see 'fulcrum token list'")
      }
      Console.print("Token \(number) is revoked.")
    }
  }

  /// Undoes a key: retracts the facts that it sent and drops its rows.
  struct Undo: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Undo a token: revoke it, retract its facts, drop its quarantined rows.",
      discussion: """
        For a key that leaked. Its facts stay in the ledger, retracted, so that days which were shown stay as
        they were shown.

        Example:
          fulcrum token undo 2
        """)
    @Argument(help: "The token's number.") var number: Int64
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let undone = try ledger.undo(token: number, by: Console.principal, at: SystemClock.now)
      guard let undone else {
        throw Failure(
          problem: "there is no token \(number)", remedy: "see 'fulcrum token list'")
      }
      Console.print(
        "Token \(number) is revoked. "
          + "\(Figures.plural(undone.retracted, "fact")) retracted, "
          + "\(Figures.plural(undone.dropped, "row")) in quarantine dropped.")
    }
  }
}
