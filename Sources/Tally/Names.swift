public import Facts
public import Ledger

/// Names of plays, channels and members by the ledger's numbers.
public struct Names: Sendable {
  /// Play ids by the ledger's number of the play.
  public let plays: [Int64: PlayID]
  /// Channel names by the ledger's number of the channel.
  public let channels: [Int64: String]
  /// Member ids by the ledger's number of the member.
  public let members: [Int64: MemberID]

  /// Names from their parts.
  public init(
    plays: [Int64: PlayID], channels: [Int64: String], members: [Int64: MemberID]
  ) {
    self.plays = plays
    self.channels = channels
    self.members = members
  }

  /// The names of a ledger.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public init(_ ledger: FactLedger) throws(LedgerProblem) {
    self.init(
      plays: try ledger.playNames(), channels: try ledger.channelNames(),
      members: try ledger.memberNames())
  }
}

extension Timelines {
  /// The names of the numbers that appear in sums.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public func names() throws(LedgerProblem) -> Names { try Names(source.ledger) }

  /// The lever in each play's latest declaration, by the ledger's number of the play.
  ///
  /// Plays whose declaration names no lever are left out.
  public func declaredLevers(_ rules: Rules) -> [Int64: Lever] {
    var levers: [Int64: Lever] = [:]
    for play in context(rules).plays.all {
      levers[play.number] = Lever(number: Int(play.lever))
    }
    return levers
  }
}
