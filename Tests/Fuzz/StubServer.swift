public import HTTPTypes

/// The names of Hummingbird that forms use.
public struct Request: Sendable {
  public let headers: [HTTPFieldName: String]
}
