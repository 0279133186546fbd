/// A fact's body as the ledger stores it, for those who read a few of its fields from many facts.
///
/// Nothing is checked again: a field that cannot be read is missing.
public struct StoredBody {
  private let json: JSON

  /// Parses a body; nil if it is empty or damaged, which `doctor` reports.
  public init?(_ text: Span<UInt8>) {
    guard !text.isEmpty else { return nil }
    self.init(text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
  }

  /// Parses a body; nil if it is damaged.
  public init?(_ text: String) {
    do { json = try JSON(parsing: text) } catch { return nil }
  }

  /// The kinds of which sums read more than the columns beside the body.
  public static let kinds: [FactKind] = [.play, .holdout, .money, .deal]

  /// Quick check before parsing: true if a payment's body may have a service period or a tax.
  @inline(__always)
  public static func mayHaveServiceOrTax(_ text: Span<UInt8>) -> Bool {
    text.count > 8 && (has(text, "\"recurring\"") || has(text, "\"tax\""))
  }

  private static func has(_ text: Span<UInt8>, _ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    return word.withUTF8Buffer { word in
      var start = 0
      while start + count <= text.count {
        var same = 0
        while same < count, text[start + same] == word[same] { same += 1 }
        if same == count { return true }
        start += 1
      }
      return false
    }
  }

  /// The id of the deal that a payment was paid under, or that a deal's fact changes.
  public var deal: String? { text("deal") }
  /// The name of a deal's stage.
  public var stage: String? { text("stage") }
  /// The product of a payment.
  public var product: String? { text("product") }
  /// The member who answers for a play.
  public var owner: String? { text("owner") }
  /// The days after exposure in which a play's outcomes count.
  public var window: Int32? { numeral("window").flatMap { Int32($0) } }
  /// The wave of an assignment to an arm.
  public var wave: Int64? { numeral("wave").flatMap { Int64($0) } }
  /// True if a customer is assigned to be reached.
  public var isToBeReached: Bool { text("arm") == HoldoutBody.Arm.reach.rawValue }
  /// The tax of a payment, in major units.
  public var tax: DecimalText? { numeral("tax").flatMap { DecimalText($0) } }
  /// Members' shares of a payment or deal.
  public var splits: [Split] { shares("splits") }
  /// Members' shares of the quota, where they differ.
  public var quotaSplits: [Split] { shares("quota_splits") }

  /// The days that a recurring payment pays for.
  public var service: ServicePeriod? {
    guard let service = json["recurring"], case .string(let from) = service["from"],
      case .string(let to) = service["to"], let first = CalendarDay(from), let end = CalendarDay(to)
    else { return nil }
    return ServicePeriod(from: first, to: end)
  }

  private func text(_ field: String) -> String? {
    if case .string(let text)? = json[field] { return text }
    return nil
  }

  private func numeral(_ field: String) -> String? {
    switch json[field] {
    case .string(let text), .number(let text): text
    default: nil
    }
  }

  private func shares(_ field: String) -> [Split] {
    guard case .object(let entries)? = json[field] else { return [] }
    return entries.compactMap { entry in
      guard let member = MemberID(entry.key), let share = DecimalText(written(entry.value)) else {
        return nil
      }
      return Split(member, share)
    }
  }

  private func written(_ value: JSON) -> String {
    switch value {
    case .string(let text), .number(let text): text
    default: ""
    }
  }
}

/// A deal's body with nothing but its id and stage, which most are; read without parsing.
public struct PlainDealBody {
  /// The bytes of the deal's id.
  public let deal: Range<Int>
  /// The bytes of the stage's name.
  public let stage: Range<Int>

  private static let start = Array(#"{"deal":""#.utf8)
  private static let middle = Array(#"","stage":""#.utf8)
  private static let end = Array(#""}"#.utf8)

  /// Nil if the body has more, or a name has an escape.
  public init?(_ text: Span<UInt8>) {
    let first = PlainDealBody.start.count
    guard PlainDealBody.has(text, PlainDealBody.start, at: 0),
      let quote = PlainDealBody.quote(text, from: first),
      PlainDealBody.has(text, PlainDealBody.middle, at: quote)
    else { return nil }
    let stage = quote + PlainDealBody.middle.count
    guard let close = PlainDealBody.quote(text, from: stage), close == text.count - 2,
      PlainDealBody.has(text, PlainDealBody.end, at: close)
    else { return nil }
    deal = first..<quote
    self.stage = stage..<close
  }

  /// The index of the next quotation mark; nil if there isn't one, or if an escape comes before it.
  private static func quote(_ text: Span<UInt8>, from start: Int) -> Int? {
    for place in start..<max(start, text.count) {
      if text[place] == UInt8(ascii: "\"") { return place }
      if text[place] == UInt8(ascii: "\\") { return nil }
    }
    return nil
  }

  private static func has(_ text: Span<UInt8>, _ part: [UInt8], at start: Int) -> Bool {
    guard start + part.count <= text.count else { return false }
    for place in part.indices where text[start + place] != part[place] { return false }
    return true
  }
}
