/// The maker of a change: a person, a program, an account at the command line, or the server
/// itself.
public struct Principal: Hashable, Sendable {
  /// The kinds of principal.
  public enum Kind: String, CaseIterable, Sendable {
    /// A person who signed in, or is signing up.
    case user
    /// A program with a token.
    case token
    /// Somebody at the machine's command line.
    case command
    /// The server itself, such as at its first start.
    case server
    /// An unidentified person or program.
    case nobody
  }

  /// The kind of principal.
  public let kind: Kind
  /// The user's or token's number in the ledger; nil for other kinds.
  public let number: Int64?
  /// The user's or token's name, or the account that runs the command.
  public let name: String
  /// The address of the request; nil if there wasn't a request.
  public let address: String?

  /// A principal.
  public init(_ kind: Kind, _ name: String, number: Int64? = nil, address: String? = nil) {
    self.kind = kind
    self.name = name
    self.number = number
    self.address = address
  }

  /// The kind, number and name in one line: `token 3 website`.
  public var words: String {
    let parts = [kind.rawValue, number.map(String.init), name.isEmpty ? nil : name]
    return parts.compactMap { $0 }.joined(separator: " ")
  }
}
