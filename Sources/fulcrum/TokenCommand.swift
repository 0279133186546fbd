import ArgumentParser
import Ledger
import Outlets

/// `fulcrum token`: which programs are let in.
struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Give out tokens and write keys, list them, end them.",
    discussion: """
      A token of the role source is a write key: it sends facts and reads nothing. A plan's source of the
      token's name says how its Segment events become facts.

      Examples:
        fulcrum token add website --role source
        fulcrum token add dashboard --role viewer
        fulcrum token list
        fulcrum token revoke 2
      """,
    subcommands: [Add.self, List.self, Revoke.self])

  /// Makes a token.
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a token; it is shown this once.",
      discussion: "Example:\n  fulcrum token add website --role source")
    @Argument(help: "What it is for.") var name: String
    @OptionGroup var rights: RightsOptions
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let visitor = try rights.visitor(name)
      let ledger = try ledger.open()
      let made = try refusing { () throws(LedgerProblem) in
        try Admission.addToken(visitor, into: ledger, by: Console.actor, at: SystemClock.now)
      }
      Console.error("Token \(made.number), \(visitor.words). It is shown this once:")
      Console.print(made.token)
    }
  }

  /// Every token.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List tokens.", discussion: "Example:\n  fulcrum token list")
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let tokens = try refusing { () throws(LedgerProblem) in try ledger.tokens() }
      if tokens.isEmpty { return Console.print("There are no tokens yet.") }
      for token in tokens {
        let end = token.revoked.map { "  revoked \($0)" } ?? ""
        Console.print("\(token.number)  \(token.visitor.words)  since \(token.made)\(end)")
      }
    }
  }

  /// Ends a token.
  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "End a token.", discussion: "Example:\n  fulcrum token revoke 2")
    @Argument(help: "The token's number.") var number: Int64
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let isDone = try refusing { () throws(LedgerProblem) in
        try ledger.revokeToken(number, by: Console.actor, at: SystemClock.now)
      }
      guard isDone else {
        throw Failure(
          problem: "there is no token \(number) that holds", remedy: "see 'fulcrum token list'")
      }
      Console.print("Token \(number) does not hold any more.")
    }
  }
}
