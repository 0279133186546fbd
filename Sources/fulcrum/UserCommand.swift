public import ArgumentParser
import Facts
public import Ledger
import Outlets
import Surfaces
import Terminal
import Operations

/// `fulcrum user`: manages the people who can sign in.
struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Invite, list and revoke users.",
    discussion: """
      Roles: gm all; lead the plays, notes and scorecard of their own lever and the statements of those
      who report to them; member their own statement and the leaderboards; viewer the Flash and the wall.

      Examples:
        fulcrum user add ana --role member --member ana
        fulcrum user add sam --role lead --lever sales --member sam
        fulcrum user list
        fulcrum user revoke ana
        fulcrum user end 4
      """,
    subcommands: [Add.self, List.self, Revoke.self, End.self])

  /// Creates a sign-up link.
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a sign-up link, valid once, within seven days.",
      discussion: "Example:\n  fulcrum user add ana --role member --member ana")
    @Argument(help: "The name that they will sign in with.") var name: String
    @OptionGroup var rights: RightsOptions
    @Option(help: "Where the server is, for the link.") var address = "http://127.0.0.1:8080"
    @OptionGroup var ledger: LedgerOptions

    func validate() throws {
      if rights.role == .source { throw ValidationError("source is a role of tokens.") }
    }

    func run() throws {
      let visitor = try rights.visitor(name)
      let ledger = try ledger.open()
      if let taken = try ledger.user(named: name), taken.revoked == nil {
        throw Failure(
          problem: "there is a user \(name)",
          remedy: "choose another name, or 'fulcrum user revoke \(name)' first")
      }
      let secret = try Admission.invite(
        visitor, into: ledger, by: Console.principal, at: SystemClock.now)
      Console.print("\(name) signs up, once and within seven days, at")
      Console.print("  \(address)\(Admission.path(secret))")
    }
  }

  /// Lists everyone who has signed up or is invited.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List users and open invitations.", discussion: "Example:\n  fulcrum user list")
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let (users, open) = (try ledger.users(), try ledger.invitations(at: SystemClock.now))
      if users.isEmpty, open.isEmpty { return Console.print("There are no users yet.") }
      for user in users {
        let end = user.revoked.map { "  revoked \($0)" } ?? ""
        Console.print("\(user.visitor.words)  since \(user.made)\(end)")
      }
      for invitation in open {
        Console.print(
          "\(invitation.visitor.words)  invited by link \(invitation.number), "
            + "until \(invitation.expires)")
      }
    }
  }

  /// Revokes the right to sign in.
  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Revoke a user, and end their sessions.",
      discussion: """
        The tokens and sign-up links that they created are revoked too. The last GM stays: invite another first.

        Example:
          fulcrum user revoke ana
        """)
    @Argument(help: "The user's name.") var name: String
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let revocation = try ledger.revokeUser(name, by: Console.principal, at: SystemClock.now)
      switch revocation {
      case .unknown:
        throw Failure(
          problem: "there is no user \(name) who may sign in", remedy: "see 'fulcrum user list'")
      case .lastGM:
        throw Failure(
          problem: "\(name) is the last GM", remedy: "have another GM sign up first")
      case .revoked(let tokens, let links):
        let ended = [
          tokens > 0 ? Figures.plural(tokens, "token") : nil,
          links > 0 ? Figures.plural(links, "sign-up link") : nil,
        ].compactMap { $0 }.joined(separator: " and ")
        Console.print(
          "\(name) can no longer sign in."
            + (ended.isEmpty ? "" : " Revoked with it: \(ended)."))
      }
    }
  }

  /// Ends a sign-up link.
  struct End: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Revoke a sign-up link that nobody has used.",
      discussion: "Example:\n  fulcrum user end 4")
    @Argument(help: "The link's number, as 'fulcrum user list' says it.") var number: Int64
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let isDone = try ledger.endInvitation(number, by: Console.principal, at: SystemClock.now)
      guard isDone else {
        throw Failure(
          problem: "there is no valid link \(number)", remedy: "see 'fulcrum user list'")
      }
      Console.print("Link \(number) is revoked.")
    }
  }
}

/// The rights of a user or a token.
struct RightsOptions: ParsableArguments {
  @Option(help: "gm, lead, member, viewer; for tokens also source.") var role: Role
  @Option(help: "A lead's lever: product, sales or marketing.") var lever: Lever?
  @Option(help: "Who they are among the plan's people.") var member: String?

  func validate() throws {
    if let member, MemberID(member) == nil {
      throw ValidationError("'\(member)' isn't a valid member id.")
    }
    if let fault = Admission.fault(role, lever: lever, member: member.flatMap { MemberID($0) }) {
      throw ValidationError("\(fault): give --lever or --member.")
    }
  }

  func visitor(_ name: String) throws -> Visitor {
    if let fault = PersonName.fault(name) { throw ValidationError("The name \(fault).") }
    return Visitor(name, role, lever: lever, member: member.flatMap { MemberID($0) })
  }
}

extension Visitor {
  /// Name, role, lever and member in one line.
  var words: String {
    ([name.isEmpty ? "(chooses a name)" : name, role.rawValue]
      + [lever?.rawValue, member.map { "is \($0)" }].compactMap { $0 }).joined(separator: "  ")
  }
}

extension Role: ExpressibleByArgument {}
