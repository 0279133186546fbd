/// A 64-bit checksum of memory that detects any single changed word.
///
/// Each word is mixed into one of eight lanes by invertible steps, so two states of a lane never
/// collide. It protects against damage, not against an adversary. The form is FNV-1a over words.
enum Checksum {
  private static let prime: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The checksum of a byte range of a store. O(n), at about memory speed.
  static func of(_ store: ByteStore, _ range: Range<Int>) -> UInt64 {
    let words = store.column(UInt64.self, at: range.lowerBound, count: range.count / 8)
    var lanes = SIMD8<UInt64>(1, 2, 3, 4, 5, 6, 7, 8)
    let stripes = words.count / 8
    let wide = store.column(SIMD8<UInt64>.self, at: range.lowerBound, count: stripes)
    for stripe in 0..<stripes { lanes = (lanes ^ wide[stripe]) &* prime }
    var sum = UInt64(range.count)
    for lane in 0..<8 { sum = (sum ^ lanes[lane] ^ (lanes[lane] >> 29)) &* prime }
    for word in stripes * 8..<words.count { sum = (sum ^ words[word]) &* prime }
    let rest = store.column(
      UInt8.self, at: range.lowerBound + words.count * 8, count: range.count % 8)
    for byte in 0..<rest.count { sum = (sum ^ UInt64(rest[byte])) &* prime }
    return sum ^ (sum >> 32)
  }
}
