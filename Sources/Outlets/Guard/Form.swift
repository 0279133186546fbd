internal import Facts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// The fields of an HTML form, or the members of a JSON object, in a request that changes
/// something.
struct Form: Sendable {
  private(set) var fields: [String: String] = [:]
  /// Files of a multipart form, by field.
  private(set) var files: [String: File] = [:]
  /// True if a browser sent it as a form, so that the answer is a page.
  private(set) var isPage: Bool

  /// A file that was sent.
  struct File: Sendable {
    let name: String
    let bytes: ArraySlice<UInt8>
  }

  /// The most bytes of a form without files.
  static let limit = 1 << 20

  /// Reads a form. For a session it also checks the CSRF token.
  static func read(
    _ request: Request, _ visit: Visit, limit: Int = Form.limit
  ) async throws -> Form {
    let bytes = try await visit.body(of: request, limit: limit)
    var form = try Form(bytes, type: request.headers[.contentType] ?? "")
    form.isPage = form.isPage && request.wantsPage
    guard let wanted = visit.csrfToken else { return form }
    let given = request.headers[.formToken] ?? form.fields["csrf"] ?? ""
    guard Secret.areEqual(given, wanted) else {
      throw Refusal(
        .forbidden, "the form is of another session", "load the page again and send it once more")
    }
    return form
  }

  init(_ bytes: [UInt8], type: String) throws(Refusal) {
    let kind = type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    switch kind {
    case "application/x-www-form-urlencoded":
      isPage = true
      fields = Form.decoded(String(decoding: bytes, as: UTF8.self))
    case "multipart/form-data":
      isPage = true
      guard let parts = Multipart.parts(bytes, type: type) else {
        throw Refusal(.badRequest, "the form has no boundary that fits", "send it again")
      }
      for part in parts {
        if let file = part.file {
          files[part.name] = File(name: file, bytes: part.bytes)
        } else {
          fields[part.name] = String(decoding: part.bytes, as: UTF8.self)
        }
      }
    default:
      isPage = false
      guard !bytes.isEmpty else { return }
      fields = try Form.members(bytes)
    }
  }

  private static func members(_ bytes: [UInt8]) throws(Refusal) -> [String: String] {
    let json: JSON
    do { json = try JSON(bytes: bytes[...]) } catch {
      throw Refusal(
        .badRequest, "not valid JSON at byte \(error.column): \(error.problem)",
        "send a JSON object", pointer: "")
    }
    guard case .object(let members) = json else {
      throw Refusal(.badRequest, "the body isn't a JSON object", "send {…}", pointer: "")
    }
    var fields: [String: String] = [:]
    for member in members {
      switch member.value {
      case .string(let text), .number(let text): fields[member.key] = text
      case .bool(let flag): fields[member.key] = flag ? "true" : "false"
      case .null: break
      case .array, .object: fields[member.key] = member.value.compact
      }
    }
    return fields
  }

  /// Decodes the fields of `a=b&c=d`.
  static func decoded(_ text: String) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in Array(text.utf8).split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      if let key = parts.first {
        fields[decoded(word: key)] = parts.count > 1 ? decoded(word: parts[1]) : ""
      }
    }
    return fields
  }

  /// Decodes `+` to a space and `%xx` to a byte in one pass. Returns a word with broken escapes, or
  /// that is not UTF-8, unchanged.
  private static func decoded(word: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(word.count)
    var index = word.startIndex
    while index < word.endIndex {
      let byte = word[index]
      index += 1
      switch byte {
      case UInt8(ascii: "+"): bytes.append(0x20)
      case UInt8(ascii: "%"):
        guard index + 1 < word.endIndex, let high = hex(word[index]), let low = hex(word[index + 1])
        else { return String(decoding: word, as: UTF8.self) }
        bytes.append(high << 4 | low)
        index += 2
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self) ?? String(decoding: word, as: UTF8.self)
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }

  /// Returns a field's text; nil if it is missing or empty.
  subscript(_ name: String) -> String? {
    guard let text = fields[name], !text.isEmpty else { return nil }
    return text
  }

  /// Returns a required field's text.
  func need(_ name: String) throws(Refusal) -> String {
    guard let text = self[name] else {
      throw Refusal(
        .unprocessableContent, "\(name) is missing", "fill it in", pointer: "/" + name)
    }
    return text
  }
}
