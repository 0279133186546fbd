/// An ISO 4217 currency: its three-letter code and the number of digits of its minor unit.
public struct Currency: Hashable, Sendable {
  /// The code's three letters packed as base-256 digits, first letter highest: cheap to compare
  /// and store.
  public let packed: UInt32

  /// Digits after the decimal point of the major unit: JPY 0, EUR 2, KWD 3.
  public var digits: Int { Currency.unusual[packed] ?? 2 }

  /// Minor-unit digits of the currencies that don't have two. Source: ISO 4217 list one, "minor
  /// unit".
  private static let unusual: [UInt32: Int] = {
    let groups = [
      0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
      3: "BHD IQD JOD KWD LYD OMR TND", 4: "CLF UYW",
    ]
    var digits: [UInt32: Int] = [:]
    for (count, codes) in groups {
      for packed in codes.split(separator: " ").compactMap({ pack($0) }) { digits[packed] = count }
    }
    return digits
  }()

  /// The ISO 4217 code in upper case.
  public var code: String {
    let letters = [UInt8(packed >> 16 & 255), UInt8(packed >> 8 & 255), UInt8(packed & 255)]
    return String(decoding: letters, as: UTF8.self)
  }

  /// A currency from its ISO 4217 code, in either case; nil if the code isn't current.
  public init?(_ code: some StringProtocol) {
    guard let packed = Currency.pack(code), Currency.known.contains(packed) else { return nil }
    self.packed = packed
  }

  /// A currency from its ``packed`` code; nil if that isn't a current ISO 4217 code.
  public init?(packed: UInt32) {
    guard Currency.known.contains(packed) else { return nil }
    self.packed = packed
  }

  /// Every current ISO 4217 code, sorted.
  public static var codes: [String] { list.split(separator: " ").map(String.init).sorted() }

  /// A currency from an ISO 4217 code in ASCII bytes; nil if the code isn't current.
  init?(ascii code: ArraySlice<UInt8>) {
    guard let packed = Currency.pack(code), Currency.known.contains(packed) else { return nil }
    self.packed = packed
  }

  private static func pack(_ code: some StringProtocol) -> UInt32? { pack(code.utf8) }

  private static func pack(_ code: some Collection<UInt8>) -> UInt32? {
    guard code.count == 3 else { return nil }
    var packed: UInt32 = 0
    for byte in code {
      let upper = byte & 0xDF
      guard (65...90).contains(upper) else { return nil }
      packed = packed << 8 | UInt32(upper)
    }
    return packed
  }

  private static let known = Set(list.split(separator: " ").compactMap { pack($0) })

  /// The codes that are accepted. Source: ISO 4217 list one (currencies in use; funds and metals
  /// left out except CLF and UYI).
  private static let list = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
    BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL \
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW \
    KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN \
    NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK \
    SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU \
    UYW UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """
}

extension Currency: CustomStringConvertible {
  /// The ISO 4217 code, as ``code``.
  public var description: String { code }
}
