/// A compact list of UTF-8 texts, for millions of texts of which few are read.
struct TextArena: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]

  /// The number of texts.
  var count: Int { ends.count - 1 }

  /// Appends a text and returns its index.
  @discardableResult
  mutating func append(_ text: Span<UInt8>) -> Int32 {
    text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
    return Int32(ends.count - 2)
  }

  @discardableResult
  mutating func append(_ text: String) -> Int32 { append(text.utf8.span) }

  /// Appends the texts of `other`.
  mutating func append(_ other: TextArena) {
    let shift = bytes.count
    bytes += other.bytes
    ends.reserveCapacity(ends.count + other.count)
    for end in other.ends.dropFirst() { ends.append(end + shift) }
  }

  mutating func reserve(_ count: Int) { ends.reserveCapacity(count + 1) }

  subscript(place: Int32) -> String {
    String(decoding: bytes[ends[Int(place)]..<ends[Int(place) + 1]], as: UTF8.self)
  }
}
