public import Facts
public import Ledger
public import Planning
public import Scoreboard
public import Surfaces
public import Tally

/// The steps from facts to answers, handed to the server by whoever knows every stage, so that HTTP
/// gives what the command line gives.
public protocol Desk: Sendable {
  /// The names of the answers there are.
  var answers: [String] { get }

  /// The scoreboard of now.
  ///
  /// - Throws: ``Refusal``.
  func scoreboard(_ ledger: IndexedLedger, at now: Instant) throws -> DayScoreboard

  /// Under profit the pay that each day added to what is owed, by the day's number, worked out anew; empty
  /// under revenue.
  ///
  /// - Throws: ``Refusal``.
  func owed(
    _ board: DayScoreboard, at now: Instant
  ) throws -> [Int32: DailyNumber.Payouts]

  /// How plays stood after the last close, as the Flash says it; the first to ask on a day publishes it.
  ///
  /// - Throws: ``Refusal``.
  func plays(
    _ board: DayScoreboard, _ ledger: IndexedLedger, at now: Instant
  ) throws -> PlaysSummary

  /// An answer.
  ///
  /// - Throws: ``Refusal`` for a name that there is none of, or parameters that it does not take.
  func answer(
    _ question: Question, _ ledger: IndexedLedger, live: DayScoreboard, at now: Instant
  ) throws -> any Answer

  /// The plan that a text says, and what it decides in one line.
  ///
  /// - Throws: ``Refusal`` with every problem in it.
  func plan(_ text: String) throws -> (plan: Plan, summary: String, remarks: String)

  /// Starts a play, as `fulcrum play start` does: by its fields, one of which is `play`, its id.
  ///
  /// - Throws: ``Refusal``.
  func startPlay(
    _ fields: [String: String], into ledger: FactLedger, by principal: Principal, at now: Instant
  ) throws

  /// Says that a play ends today, as `fulcrum play stop` does.
  ///
  /// - Throws: ``Refusal``.
  func stopPlay(
    _ id: String, into ledger: FactLedger, by principal: Principal, at now: Instant
  ) throws

  /// Takes a quarantined row in again, as mended or (nil) as it is; gives why it must wait on.
  ///
  /// - Throws: ``Refusal``.
  func replay(
    _ row: QuarantinedRow, as text: String?, into ledger: FactLedger, by principal: Principal,
    at now: Instant
  ) throws -> [String]

  /// Takes a file in as a source says, and says what it came to.
  ///
  /// - Throws: ``Refusal``.
  func importFile(
    _ path: String, named name: String, source: String, into ledger: FactLedger,
    by principal: Principal
  ) async throws -> ImportSummary
}

/// An answer's name and what it is asked for.
public struct Question: Hashable, Sendable {
  /// One of ``Desk/answers``.
  public let name: String
  /// Option names and values, as the command line spells them without dashes; an empty value is a flag.
  public let options: [Option]

  /// One option.
  public struct Option: Hashable, Sendable {
    /// Without dashes.
    public let name: String
    /// Empty for a flag.
    public let value: String

    /// An option and its value.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A question for an answer.
  public init(_ name: String, _ options: [Option] = []) {
    self.name = name
    self.options = options
  }

  /// Whether it is for now, and so changes with every fact.
  public var isLive: Bool { !options.contains { $0.name == "as-of" } }
}

/// What an import of one file came to.
public struct ImportSummary: Sendable {
  /// Rows read.
  public let rows: Int
  /// Facts that were new.
  public let kept: Int
  /// Facts that were there already.
  public let known: Int
  /// Rows in quarantine.
  public let quarantined: Int
  /// The same in words, as the command line prints it.
  public let text: String

  /// A summary from its parts.
  public init(rows: Int, kept: Int, known: Int, quarantined: Int, text: String) {
    self.rows = rows
    self.kept = kept
    self.known = known
    self.quarantined = quarantined
    self.text = text
  }
}
