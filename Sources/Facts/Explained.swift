/// An error that people are told: the problem and its remedy, one clause each.
///
/// Every stage's errors conform, so that a command, a response and a page show them in one way.
public protocol Explained: Error {
  /// The problem, in one clause.
  var problem: String { get }
  /// The remedy, in one clause.
  var remedy: String { get }
}
