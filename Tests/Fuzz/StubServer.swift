public import HTTPTypes

/// The names of Hummingbird that forms use.
public struct Request: Sendable {
  /// Its fields.
  public let headers: [HTTPFieldName: String]
}
