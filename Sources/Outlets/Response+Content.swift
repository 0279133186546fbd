internal import Facts
public import HTTPTypes
public import Hummingbird

extension Response {
  /// A page.
  public static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    content(text, "text/html; charset=utf-8", status)
  }

  /// JSON as the command line prints it: pretty-printed, with a final newline.
  static func json(_ json: JSON, status: HTTPResponse.Status = .ok) -> Response {
    let text = json.pretty
    return content(text.hasSuffix("\n") ? text : text + "\n", "application/json", status)
  }

  /// JSON on one line.
  static func compact(_ json: JSON, status: HTTPResponse.Status = .ok) -> Response {
    content(json.compact, "application/json", status)
  }

  /// Plain text.
  static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    content(text, "text/plain; charset=utf-8", status)
  }

  static func content(
    _ text: String, _ type: String, _ status: HTTPResponse.Status = .ok
  ) -> Response {
    let buffer = ByteBuffer(string: text)
    return Response(
      status: status,
      headers: [.contentType: type, .contentLength: String(buffer.readableBytes)],
      body: .init(byteBuffer: buffer))
  }

  /// Redirects to another page, to be fetched by GET.
  static func see(_ path: String) -> Response {
    Response(status: .seeOther, headers: [.location: path, .contentLength: "0"])
  }
}
