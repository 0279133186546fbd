/// A part of a page that changes: the inner HTML of the element with an id.
public struct Fragment: Hashable, Sendable {
  /// The element's `id`.
  public let id: String
  /// Its new inner HTML.
  public let html: String

  /// Creates a fragment.
  public init(id: String, html: String) {
    self.id = id
    self.html = html
  }
}
