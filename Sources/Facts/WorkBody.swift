/// Product work changed state.
public struct WorkBody: Hashable, Sendable {
  /// The item's id where the work is tracked; the same in every change of it.
  public let work: String
  /// One of the three kinds of product work.
  public let type: Kind
  /// What the work has come to with this change.
  public let state: State
  /// Days of effort.
  public let effort: DecimalText?
  /// Nil for work that should move no metric.
  public let link: Link?

  /// Why the work is done: revenue itself, the experience customers expect, or technical debt.
  public enum Kind: String, CaseIterable, Sendable { case revenue, experience, debt }
  /// Where the work stands.
  public enum State: String, CaseIterable, Sendable { case started, shipped, dropped }
  /// The leading metric that the work should move.
  public struct Link: Hashable, Sendable {
    /// By the name that answers know it by.
    public let metric: String
    /// What the metric should do, in the writer's words; nil where the sender did not say.
    public let expect: String?

    /// A metric and what it is expected to do.
    public init(metric: String, expect: String?) {
      self.metric = metric
      self.expect = expect
    }
  }

  /// A change of work from its parts.
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
