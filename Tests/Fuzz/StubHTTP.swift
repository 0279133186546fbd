/// The names of HTTPTypes that forms use.
public enum HTTPResponse {
  /// Those that a form is refused with.
  public enum Status: Sendable {
    case badRequest, forbidden, unprocessableContent, contentTooLarge
  }
}

/// The fields that a form is read by.
public enum HTTPFieldName: Sendable {
  case contentType, formToken
}
