/// Who makes a change: a person, a program, whoever runs the command line, or the server itself.
public struct Principal: Hashable, Sendable {
  /// What kind of maker it is.
  public enum Kind: String, CaseIterable, Sendable {
    /// A person who signed in, or who signs up.
    case user
    /// A program with a token.
    case token
    /// Somebody at the command line of the machine.
    case command
    /// The server itself, such as at its first start.
    case server
    /// Somebody who is not known.
    case nobody
  }

  /// What kind of maker it is.
  public let kind: Kind
  /// The user's or the token's number in the ledger; nil where there is none.
  public let number: Int64?
  /// The user's or token's name, or the name of the account that runs the command.
  public let name: String
  /// The address that the request came from; nil where there was no request.
  public let address: String?

  /// A maker of changes, from parts.
  public init(_ kind: Kind, _ name: String, number: Int64? = nil, address: String? = nil) {
    self.kind = kind
    self.name = name
    self.number = number
    self.address = address
  }

  /// Kind, number and name in one line: `token 3 website`.
  public var words: String {
    let parts = [kind.rawValue, number.map(String.init), name.isEmpty ? nil : name]
    return parts.compactMap { $0 }.joined(separator: " ")
  }
}
