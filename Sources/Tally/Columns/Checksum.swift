/// A 64-bit checksum of memory that notices any single change: each word is mixed into one of eight
/// lanes by steps that can be undone, so that no two states of a lane meet.
///
/// Against damage, not against an adversary. The form is that of FNV-1a over words.
enum Checksum {
  private static let prime: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The checksum of a stretch of a store. O(n), about the speed of memory.
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
