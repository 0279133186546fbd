public import Ledger

/// The person who views a page.
public struct Viewer: Sendable {
  /// The viewer's name and role.
  public let visitor: Visitor
  /// The CSRF token that every form must carry as the field `csrf`; empty for a token.
  public let csrfToken: String
}
