/// A change of state of product work.
public struct WorkBody: Hashable, Sendable {
  /// The item's id in the tracker, the same in all its changes.
  public let work: String
  /// The kind of product work.
  public let type: Kind
  /// The state after this change.
  public let state: State
  /// The effort in days; nil if the sender gave none.
  public let effort: DecimalText?
  /// The metric that the work should move; nil if it should move none.
  public let link: Link?

  /// The purpose of the work: revenue itself, the experience customers expect, or technical debt.
  public enum Kind: String, CaseIterable, Sendable { case revenue, experience, debt }
  /// The state of the work.
  public enum State: String, CaseIterable, Sendable { case started, shipped, dropped }
  /// The leading metric that the work should move.
  public struct Link: Hashable, Sendable {
    /// The metric's name in answers.
    public let metric: String
    /// The expected change in the writer's words; nil if the sender gave none.
    public let expect: String?

    /// A link to a metric.
    public init(metric: String, expect: String?) {
      self.metric = metric
      self.expect = expect
    }
  }

  /// A change of product work.
  public init(
    work: String, type: Kind, state: State, effort: DecimalText? = nil, link: Link? = nil
  ) {
    self.work = work
    self.type = type
    self.state = state
    self.effort = effort
    self.link = link
  }
}
