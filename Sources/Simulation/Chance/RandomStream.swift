/// A random number stream that belongs to one entity: a customer, a play, a rep.
///
/// Each entity has its own stream, so that adding or removing one leaves the others unchanged.
///
/// Source: xoshiro256**, D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number
/// Generators", ACM TOMS 47 (2021).
struct RandomStream: Sendable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  /// The purpose of a stream, so that customer 7 and play 7 draw different numbers.
  enum Domain: UInt64 {
    case customer = 1
    case receipt, play, staff, work, business, small
  }

  /// The stream of an entity by its number.
  init(seed: UInt64, _ domain: Domain, _ number: Int = 0) {
    let own = SplitMix64.mix(seed &+ domain.rawValue &* 0xD1B5_4A32_D192_ED03)
    var words = SplitMix64(seed: own ^ SplitMix64.mix(UInt64(truncatingIfNeeded: number) &+ 1))
    a = words.next()
    b = words.next()
    c = words.next()
    d = words.next()
  }

  /// 64 random bits.
  mutating func next() -> UInt64 {
    let result = RandomStream.rotated(b &* 5, by: 7) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = RandomStream.rotated(d, by: 45)
    return result
  }

  private static func rotated(_ word: UInt64, by bits: UInt64) -> UInt64 {
    (word << bits) | (word >> (64 - bits))
  }
}
