public import Facts
public import Ledger
public import Planning
public import Scoreboard
public import Surfaces
public import Tally

/// The steps from facts to answers, as the server calls them.
///
/// The command line, which knows every stage, implements this, so that HTTP and commands give the
/// same answers.
public protocol Desk: Sendable {
  /// The names of all answers.
  var answers: [String] { get }

  /// Computes the scoreboard of now.
  ///
  /// - Throws: ``Refusal``.
  func scoreboard(_ ledger: IndexedLedger, at now: Instant) throws -> DayScoreboard

  /// Recomputes the pay that each day added to what is owed, by day number. Empty if the Number is
  /// revenue.
  ///
  /// - Throws: ``Refusal``.
  func owed(
    _ board: DayScoreboard, at now: Instant
  ) throws -> [Int32: DailyNumber.Payouts]

  /// Summarizes how plays stood after the last close, for the Flash. The first call of a day
  /// publishes it.
  ///
  /// - Throws: ``Refusal``.
  func plays(
    _ board: DayScoreboard, _ ledger: IndexedLedger, at now: Instant
  ) throws -> PlaysSummary

  /// Computes an answer.
  ///
  /// - Throws: ``Refusal`` if the name or a parameter is unknown.
  func answer(
    _ question: Question, _ ledger: IndexedLedger, live: DayScoreboard, at now: Instant
  ) throws -> any Answer

  /// Reads a plan from YAML; also returns a summary of one line and its remarks.
  ///
  /// - Throws: ``Refusal`` that lists every problem.
  func plan(_ text: String) throws -> (plan: Plan, summary: String, remarks: String)

  /// Starts a play from its fields, as `fulcrum play start` does. The field `play` is its id.
  ///
  /// - Throws: ``Refusal``.
  func startPlay(
    _ fields: [String: String], into ledger: FactLedger, by principal: Principal, at now: Instant
  ) throws

  /// Ends a play today, as `fulcrum play stop` does.
  ///
  /// - Throws: ``Refusal``.
  func stopPlay(
    _ id: String, into ledger: FactLedger, by principal: Principal, at now: Instant
  ) throws

  /// Replays a quarantined row, with the text `text` or (nil) unchanged. Returns why it must stay
  /// in quarantine.
  ///
  /// - Throws: ``Refusal``.
  func replay(
    _ row: QuarantinedRow, as text: String?, into ledger: FactLedger, by principal: Principal,
    at now: Instant
  ) throws -> [String]

  /// Imports a file by a source and returns a summary.
  ///
  /// - Throws: ``Refusal``.
  func importFile(
    _ path: String, named name: String, source: String, into ledger: FactLedger,
    by principal: Principal
  ) async throws -> ImportSummary
}

/// A request for an answer: its name and options.
public struct Question: Hashable, Sendable {
  /// One of ``Desk/answers``.
  public let name: String
  /// The options, as the command line spells them without dashes.
  public let options: [Option]

  /// One option.
  public struct Option: Hashable, Sendable {
    /// The name, without dashes.
    public let name: String
    /// The value; empty for a flag.
    public let value: String

    /// Creates an option.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Creates a request for an answer.
  public init(_ name: String, _ options: [Option] = []) {
    self.name = name
    self.options = options
  }

  /// True if the answer is for now, and so changes with every fact.
  public var isLive: Bool { !options.contains { $0.name == "as-of" } }
}

/// The result of importing one file.
public struct ImportSummary: Sendable {
  /// Rows read.
  public let rows: Int
  /// Facts that were new.
  public let kept: Int
  /// Duplicates: facts that the ledger already held.
  public let known: Int
  /// Rows in quarantine.
  public let quarantined: Int
  /// The summary in words, as the command line prints it.
  public let text: String

  /// Creates a summary.
  public init(rows: Int, kept: Int, known: Int, quarantined: Int, text: String) {
    self.rows = rows
    self.kept = kept
    self.known = known
    self.quarantined = quarantined
    self.text = text
  }
}
