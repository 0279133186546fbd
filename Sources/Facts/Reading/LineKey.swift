/// The fields that ``FactLine`` reads; the raw value is the index among its values.
enum LineKey: Int, CaseIterable {
  case id, kind, at, customer, play, lever, member, source, received, channel, amount, currency
  case seconds, deal, stage, product, of

  /// The key whose bytes are the base-256 digits of `packed`, first letter highest. A test spells
  /// them out.
  init?(packed: UInt64) {
    switch packed {
    case 0x6964: self = .id
    case 0x6B69_6E64: self = .kind
    case 0x6174: self = .at
    case 0x6375_7374_6F6D_6572: self = .customer
    case 0x706C_6179: self = .play
    case 0x6C_6576_6572: self = .lever
    case 0x6D65_6D62_6572: self = .member
    case 0x736F_7572_6365: self = .source
    case 0x7265_6365_6976_6564: self = .received
    case 0x63_6861_6E6E_656C: self = .channel
    case 0x616D_6F75_6E74: self = .amount
    case 0x6375_7272_656E_6379: self = .currency
    case 0x73_6563_6F6E_6473: self = .seconds
    case 0x6465_616C: self = .deal
    case 0x73_7461_6765: self = .stage
    case 0x70_726F_6475_6374: self = .product
    case 0x6F66: self = .of
    default: return nil
    }
  }

  /// The key's bit in a bit set of keys.
  var bit: UInt32 { 1 << UInt32(rawValue) }

  /// The bit set of keys with a meaning for a kind; nil for kinds that need the slow path.
  static func allowed(_ kind: FactKind) -> UInt32? { allowed[kind.number - 1] }

  private static let allowed: [UInt32?] = FactKind.allCases.map { kind in
    switch kind {
    case .touch, .holdout, .time, .cost, .money, .deal:
      LineKey.allCases.reduce(0) { kind.field("\($1)") == nil ? $0 : $0 | $1.bit }
    case .play, .score, .work, .customer, .note, .retract: nil
    }
  }
}

extension FactKind {
  /// The kind with this ASCII name; nil for kinds that ``FactLine`` doesn't read.
  init?(packed name: ArraySlice<UInt8>) {
    guard name.count <= 8 else { return nil }
    switch name.reduce(UInt64(0), { $0 << 8 | UInt64($1) }) {
    case 0x74_6F75_6368: self = .touch
    case 0x68_6F6C_646F_7574: self = .holdout
    case 0x7469_6D65: self = .time
    case 0x636F_7374: self = .cost
    case 0x6D_6F6E_6579: self = .money
    case 0x6465_616C: self = .deal
    default: return nil
    }
  }
}
