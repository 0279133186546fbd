internal import Foundation

/// Parses `multipart/form-data` bodies (RFC 7578).
enum Multipart {
  /// One part of a body.
  struct Part {
    let name: String
    /// The file's name; nil if the part is a field.
    let file: String?
    let bytes: ArraySlice<UInt8>
  }

  /// The most bytes of a boundary (RFC 2046, 5.1.1).
  static let longestBoundary = 70
  /// The most parts: ten times what any form here has.
  static let mostParts = 100
  /// The most bytes of a part's head, which holds the names of field and file.
  static let longestHead = 4096

  /// Splits a body into its parts. Nil if the boundary is missing or too long, or if the body does
  /// not follow it.
  static func parts(_ bytes: [UInt8], type: String) -> [Part]? {
    guard let boundary = parameter("boundary", of: type),
      (1...longestBoundary).contains(boundary.utf8.count)
    else { return nil }
    let mark = Array("--\(boundary)".utf8)
    guard var start = place(of: mark, in: bytes[...]) else { return nil }
    var parts: [Part] = []
    while let end = place(of: mark, in: bytes[(start + mark.count)...]) {
      let first = min(start + mark.count + 2, end)
      guard parts.count < mostParts, let part = part(bytes[first..<max(first, end - 2)]) else {
        return nil
      }
      parts.append(part)
      start = end
    }
    return parts.isEmpty ? nil : parts
  }

  private static func part(_ bytes: ArraySlice<UInt8>) -> Part? {
    let gap = Array("\r\n\r\n".utf8)
    guard let end = place(of: gap, in: bytes.prefix(longestHead)) else { return nil }
    let head = String(decoding: bytes[..<end], as: UTF8.self)
    for line in head.components(separatedBy: "\r\n")
    where line.lowercased().hasPrefix("content-disposition:") {
      guard let name = parameter("name", of: line) else { return nil }
      return Part(
        name: name, file: parameter("filename", of: line), bytes: bytes[(end + gap.count)...])
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

  /// Finds the first index of `mark` in some bytes; nil if absent. Linear time for any input.
  ///
  /// Source: D. E. Knuth, J. H. Morris and V. R. Pratt, "Fast pattern matching in strings", SIAM
  /// Journal on Computing 6(2), 1977.
  static func place(of mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard !mark.isEmpty else { return bytes.startIndex }
    // The failure function: for each prefix of the mark, the length of its longest border.
    var fallback = [0]
    var matched = 0
    for byte in mark.dropFirst() {
      while matched > 0, mark[matched] != byte { matched = fallback[matched - 1] }
      if mark[matched] == byte { matched += 1 }
      fallback.append(matched)
    }
    let found: Int? = bytes.withUnsafeBufferPointer { bytes -> Int? in
      matched = 0
      for (place, byte) in bytes.enumerated() {
        while matched > 0, mark[matched] != byte { matched = fallback[matched - 1] }
        if mark[matched] == byte { matched += 1 }
        if matched == mark.count { return place + 1 - mark.count }
      }
      return nil
    }
    return found.map { bytes.startIndex + $0 }
  }
}
