/// The names of HTTPTypes that forms use.
public enum HTTPResponse {
  public enum Status: Sendable {
    case badRequest, forbidden, unprocessableContent, contentTooLarge
  }
}

public enum HTTPFieldName: Sendable {
  case contentType, formToken
}
