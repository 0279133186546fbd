/// A keyed hash of bytes, which nobody can predict or steer without the key.
///
/// Source: SipHash-2-4, Aumasson and Bernstein, "SipHash: a fast short-input PRF", Indocrypt 2012.
public struct KeyedHash: Sendable, Equatable {
  /// The lower and upper 64 bits of the key.
  public let key: (low: UInt64, high: UInt64)

  /// A hash with a 128-bit key.
  public init(low: UInt64, high: UInt64) { key = (low, high) }

  /// Parses the format of ``hex``; nil for anything else.
  public init?(hex: String) {
    guard hex.utf8.count == 32, let low = UInt64(hex.prefix(16), radix: 16),
      let high = UInt64(hex.suffix(16), radix: 16)
    else { return nil }
    self.init(low: low, high: high)
  }

  /// The key as 32 hexadecimal digits.
  public var hex: String { Self.digits(key.low) + Self.digits(key.high) }

  private static func digits(_ half: UInt64) -> String {
    let text = String(half, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// The hash of the bytes, distributed evenly over all 64-bit numbers.
  public func callAsFunction(_ bytes: some Collection<UInt8>) -> UInt64 {
    var state = State(key.low, key.high)
    var word: UInt64 = 0
    var place: UInt64 = 0
    for byte in bytes {
      word |= UInt64(byte) << (8 * (place % 8))
      place += 1
      if place % 8 == 0 {
        state.take(word)
        word = 0
      }
    }
    state.take(word | place << 56)
    return state.finish()
  }

  /// Equal if the keys are equal.
  public static func == (one: KeyedHash, other: KeyedHash) -> Bool { one.key == other.key }

  private struct State {
    private var a, b, c, d: UInt64

    init(_ low: UInt64, _ high: UInt64) {
      a = low ^ 0x736f_6d65_7073_6575
      b = high ^ 0x646f_7261_6e64_6f6d
      c = low ^ 0x6c79_6765_6e65_7261
      d = high ^ 0x7465_6462_7974_6573
    }

    mutating func take(_ word: UInt64) {
      d ^= word
      round()
      round()
      a ^= word
    }

    mutating func finish() -> UInt64 {
      c ^= 0xff
      for _ in 0..<4 { round() }
      return a ^ b ^ c ^ d
    }

    private mutating func round() {
      a &+= b
      b = rotated(b, 13) ^ a
      a = rotated(a, 32)
      c &+= d
      d = rotated(d, 16) ^ c
      a &+= d
      d = rotated(d, 21) ^ a
      c &+= b
      b = rotated(b, 17) ^ c
      c = rotated(c, 32)
    }

    private func rotated(_ word: UInt64, _ by: UInt64) -> UInt64 { word << by | word >> (64 - by) }
  }
}
