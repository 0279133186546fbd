@testable import Outlets

/// A form's body. The first line is its content type; the rest is the body.
func fuzzForms(_ bytes: [UInt8]) {
  let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
  let type = String(decoding: bytes[..<end], as: UTF8.self)
  let body = Array(bytes[min(end + 1, bytes.endIndex)...])
  do {
    let form = try Form(body, type: type)
    let size = form.files.values.reduce(0) { $0 + $1.bytes.count }
    hold(size <= body.count, "files are no longer than the body they came in")
  } catch { hold(!error.remedy.isEmpty, "a form that is refused says what to do") }
  _ = Form.decoded(String(decoding: bytes, as: UTF8.self))
}
