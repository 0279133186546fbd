internal import Facts

/// The fields that many facts share, stored once and referred to by number.
struct FactKey: Hashable, Sendable, BitwiseCopyable {
  /// The number of the ``FactKind``.
  let kindNumber: UInt8
  /// The number of the lever that the fact itself names; 0 if it names none. Ignores the play's
  /// lever.
  let leverNumber: UInt8
  private let spare: UInt16
  /// The ledger's number of the play; 0 for none.
  let play: UInt32
  /// The ledger's number of the member; 0 for none.
  let member: UInt32
  /// The ledger's number of the channel; 0 for none.
  let channel: UInt32
  /// The packed currency; 0 for none.
  let currency: UInt32

  init(
    kind: FactKind, lever: Lever? = nil, play: UInt32 = 0, member: UInt32 = 0, channel: UInt32 = 0,
    currency: UInt32 = 0
  ) {
    kindNumber = UInt8(kind.number)
    leverNumber = UInt8(lever?.number ?? 0)
    spare = 0
    self.play = play
    self.member = member
    self.channel = channel
    self.currency = currency
  }

  /// The kind of fact, which decides the unit of its amount.
  var kind: FactKind { FactKind(number: Int(kindNumber)) ?? .note }
  /// The lever that the fact itself names.
  var lever: Lever? { Lever(number: Int(leverNumber)) }

  /// A fast hash of the fields, for the cache in front of the dictionary.
  var mixed: Int {
    var mix = UInt64(play) &* 0x9E37_79B9_7F4A_7C15
    mix ^= UInt64(member) &* 0xC2B2_AE3D_27D4_EB4F
    mix ^= UInt64(channel) &* 0x1656_67B1_9E37_79F9
    mix ^= UInt64(currency) &* 0x27D4_EB2F_1656_67C5
    mix ^= (UInt64(kindNumber) << 8 | UInt64(leverNumber)) &* 0x8525_1F65_D6E8_FEB9
    return Int(mix >> 40)
  }
}

/// Numbers keys in order of first appearance; keys are only ever added.
struct KeyTable: Sendable {
  private(set) var keys: [FactKey]
  private var numbers: [FactKey: UInt32] = [:]
  private var cache: [(key: FactKey, number: UInt32)] = []
  private static let cacheSize = 4096

  init(_ keys: [FactKey] = []) { self.keys = keys }

  /// The number of a key; a new key gets the next number.
  mutating func number(of key: FactKey) -> UInt32 {
    let place = key.mixed & (KeyTable.cacheSize - 1)
    if !cache.isEmpty, cache[place].key == key { return cache[place].number }
    return search(key, place)
  }

  @inline(never)
  private mutating func search(_ key: FactKey, _ place: Int) -> UInt32 {
    if cache.isEmpty {
      let none = (key: FactKey(kind: .note, play: .max, member: .max), number: UInt32(0))
      cache = Array(repeating: none, count: KeyTable.cacheSize)
    }
    if numbers.count < keys.count {
      for (number, key) in keys.enumerated() { numbers[key] = UInt32(number) }
    }
    let number = numbers[key] ?? UInt32(keys.count)
    if Int(number) == keys.count {
      keys.append(key)
      numbers[key] = number
    }
    cache[place] = (key, number)
    return number
  }
}
