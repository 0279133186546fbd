internal import Foundation

/// Takes a `multipart/form-data` body (RFC 7578) apart.
enum Multipart {
  /// One part of it.
  struct Part {
    let name: String
    /// The file's name; nil where it is a field.
    let file: String?
    let bytes: ArraySlice<UInt8>
  }

  /// The parts; nil where the type names no boundary or the body does not keep to it.
  static func parts(_ bytes: [UInt8], type: String) -> [Part]? {
    guard let boundary = parameter("boundary", of: type) else { return nil }
    let mark = Array("--\(boundary)".utf8)
    let places = find(mark, in: bytes)
    guard places.count > 1 else { return nil }
    var parts: [Part] = []
    for (start, end) in zip(places, places.dropFirst()) {
      let inner = bytes[min(start + mark.count + 2, end)..<max(start + mark.count + 2, end - 2)]
      guard let part = part(inner) else { return nil }
      parts.append(part)
    }
    return parts
  }

  private static func part(_ bytes: ArraySlice<UInt8>) -> Part? {
    let gap = Array("\r\n\r\n".utf8)
    guard let end = find(gap, in: Array(bytes), first: true).first else { return nil }
    let head = String(decoding: bytes.prefix(end), as: UTF8.self)
    for line in head.components(separatedBy: "\r\n")
    where line.lowercased().hasPrefix("content-disposition:") {
      guard let name = parameter("name", of: line) else { return nil }
      return Part(
        name: name, file: parameter("filename", of: line),
        bytes: bytes.dropFirst(end + gap.count))
    }
    return nil
  }

  /// The value of `; name="value"` or `; name=value`.
  private static func parameter(_ name: String, of line: String) -> String? {
    for part in line.components(separatedBy: ";").dropFirst() {
      let text = part.trimmingCharacters(in: .whitespaces)
      guard text.lowercased().hasPrefix(name + "=") else { continue }
      return text.dropFirst(name.count + 1).trimmingCharacters(in: ["\""])
    }
    return nil
  }

  private static func find(_ mark: [UInt8], in bytes: [UInt8], first: Bool = false) -> [Int] {
    var found: [Int] = []
    var index = 0
    while index + mark.count <= bytes.count {
      if bytes[index] == mark[0], bytes[index..<index + mark.count].elementsEqual(mark) {
        found.append(index)
        if first { return found }
        index += mark.count
      } else {
        index += 1
      }
    }
    return found
  }
}
