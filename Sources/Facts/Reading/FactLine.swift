/// The fast path of ``FactReader/read(line:)`` for plain facts of the common kinds. It allocates
/// only the text that the fact keeps.
///
/// It accepts lines but never rejects one. A line with an escape, a non-ASCII character, an
/// object, a field without a meaning for the kind, or any error goes to the slow path, the only
/// one that reports problems. Both paths agree on every line; a test checks that.
struct FactLine {
  private let bytes: ArraySlice<UInt8>
  private var values: [Place]
  /// A bit set of the keys present in the line; see ``LineKey/bit``.
  private var seen: UInt32 = 0

  /// The half-open byte range of a value, without its quotes.
  private struct Place {
    var start: Int32 = 0
    var end: Int32 = 0
  }

  /// Nil if the line needs the slow path.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.endIndex < Int32.max else { return nil }
    self.bytes = bytes
    values = Array(repeating: Place(), count: LineKey.allCases.count)
    guard scan() else { return nil }
  }

  /// Finds the values of all members; false if the line needs the slow path.
  private mutating func scan() -> Bool {
    var index = bytes.startIndex
    guard take(UInt8(ascii: "{"), &index) else { return false }
    while true {
      guard take(UInt8(ascii: "\""), &index), let key = key(&index) else { return false }
      let bit: UInt32 = 1 << UInt32(key.rawValue)
      guard seen & bit == 0, take(UInt8(ascii: ":"), &index), let place = value(&index) else {
        return false
      }
      seen |= bit
      values[key.rawValue] = place
      guard index < bytes.endIndex else { return false }
      let mark = bytes[index]
      index += 1
      if mark == UInt8(ascii: ",") {
        skipSpace(&index)
        continue
      }
      return mark == UInt8(ascii: "}") && index == bytes.endIndex
    }
  }

  /// Consumes `mark` and, after a colon, the spaces behind it; false if another byte is there.
  private func take(_ mark: UInt8, _ index: inout Int) -> Bool {
    guard index < bytes.endIndex, bytes[index] == mark else { return false }
    index += 1
    if mark == UInt8(ascii: ":") { skipSpace(&index) }
    return true
  }

  private func skipSpace(_ index: inout Int) {
    while index < bytes.endIndex, bytes[index] == 0x20 { index += 1 }
  }

  /// Consumes a key of at most eight bytes and its closing quote.
  private func key(_ index: inout Int) -> LineKey? {
    var packed: UInt64 = 0
    let start = index
    while index < bytes.endIndex, bytes[index] != UInt8(ascii: "\"") {
      packed = packed << 8 | UInt64(bytes[index])
      index += 1
    }
    // A leading zero byte would be lost in the number; JSON text has none.
    guard index - start <= 8, index < bytes.endIndex, bytes[start] != 0 else { return nil }
    index += 1
    return LineKey(packed: packed)
  }

  /// Consumes a string without escapes, or a number without an exponent.
  private func value(_ index: inout Int) -> Place? {
    guard index < bytes.endIndex else { return nil }
    guard bytes[index] == UInt8(ascii: "\"") else { return number(&index) }
    index += 1
    let start = index
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        defer { index += 1 }
        return Place(start: Int32(start), end: Int32(index))
      }
      guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\\") else { return nil }
      index += 1
    }
    return nil
  }

  private func number(_ index: inout Int) -> Place? {
    let start = index
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    let whole = index
    skipDigits(&index)
    guard index > whole, index == whole + 1 || bytes[whole] != UInt8(ascii: "0") else { return nil }
    if index < bytes.endIndex, bytes[index] == UInt8(ascii: ".") {
      index += 1
      let part = index
      skipDigits(&index)
      guard index > part else { return nil }
    }
    return Place(start: Int32(start), end: Int32(index))
  }

  private func skipDigits(_ index: inout Int) {
    while index < bytes.endIndex, (48...57).contains(bytes[index]) { index += 1 }
  }
}

extension FactLine {
  /// The fact; nil if it is invalid or its kind needs the slow path.
  func reading(_ reader: FactReader) -> FactReader.Reading? {
    guard let kind = FactKind(packed: bytes(.kind)), let allowed = LineKey.allowed(kind),
      seen & ~allowed == 0, let id: FactID = identifier(.id), let at = instant(.at, reader),
      let body = body(kind, id, reader)
    else { return nil }
    let customer: CustomerID? = identifier(.customer)
    let play: PlayID? = identifier(.play)
    let member: MemberID? = identifier(.member)
    guard isValid(.customer, customer), isValid(.play, play), isValid(.member, member),
      isWhole(kind, customer, play)
    else { return nil }
    let lever = text(.lever).map { Lever(rawValue: $0) }
    if case .some(nil) = lever { return nil }
    var received: Instant?
    if has(.received) {
      guard let instant = instant(.received, reader) else { return nil }
      received = instant
    }
    return FactReader.Reading(
      fact: Fact(
        id: id, at: at, customer: customer, play: play, lever: lever ?? nil, member: member,
        source: text(.source), body: body),
      received: received)
  }

  private func isValid<Kind>(_ key: LineKey, _ id: Identifier<Kind>?) -> Bool {
    id != nil || !has(key)
  }

  /// True if the customer, play or lever that the kind requires is present.
  private func isWhole(_ kind: FactKind, _ customer: CustomerID?, _ play: PlayID?) -> Bool {
    switch kind {
    case .touch, .holdout: customer != nil && play != nil
    case .time: customer != nil
    case .cost: play != nil || has(.lever)
    default: true
    }
  }

  private func body(_ kind: FactKind, _ id: FactID, _ reader: FactReader) -> Fact.Body? {
    switch kind {
    case .touch: return .touch(channel: text(.channel))
    case .holdout: return .holdout(.kept)
    case .time: return seconds.map { .time(seconds: $0) }
    case .cost: return amount(reader).map { .cost($0) }
    case .money:
      let deal: DealID? = identifier(.deal)
      let of: FactID? = identifier(.of)
      guard let amount = amount(reader), isValid(.deal, deal), isValid(.of, of) else { return nil }
      guard of != id || reader.limits == nil else { return nil }
      return .money(MoneyBody(amount: amount, deal: deal, of: of, product: text(.product)))
    case .deal:
      guard let deal: DealID = identifier(.deal), let stage = text(.stage) else { return nil }
      let amount = amount(reader)
      let money = LineKey.amount.bit | LineKey.currency.bit
      guard amount != nil || seen & money == 0 else { return nil }
      return .deal(DealBody(deal: deal, stage: DealBody.Stage(stage), amount: amount))
    default: return nil
    }
  }

  private func amount(_ reader: FactReader) -> Money? {
    guard let decimal = DecimalText(ascii: bytes(.amount)),
      let currency = Currency(ascii: bytes(.currency)),
      let minor = decimal.scaled(to: currency.digits), abs(minor) <= Money.limit
    else { return nil }
    if let taken = reader.currencies, !taken.contains(currency) { return nil }
    let amount = Money(minor: minor, currency)
    return reader.limits?.allow(amount) ?? true ? amount : nil
  }

  private var seconds: Int64? {
    guard let decimal = DecimalText(ascii: bytes(.seconds)), let seconds = decimal.rounded(to: 0),
      (0...Money.limit).contains(seconds)
    else { return nil }
    return seconds
  }

  private func instant(_ key: LineKey, _ reader: FactReader) -> Instant? {
    let text = bytes(key)
    let stated = Instant(ascii: text) ?? CalendarDay(ascii: text).map { reader.zone.start(of: $0) }
    guard let stated, Instant.writable.contains(stated) else { return nil }
    return reader.limits?.allow(stated) ?? true ? stated : nil
  }

  private func bytes(_ key: LineKey) -> ArraySlice<UInt8> {
    let place = values[key.rawValue]
    guard place.end > place.start else { return [] }
    return bytes[Int(place.start)..<Int(place.end)]
  }

  private func has(_ key: LineKey) -> Bool {
    let place = values[key.rawValue]
    return place.end > place.start
  }

  private func text(_ key: LineKey) -> String? {
    has(key) ? String(decoding: bytes(key), as: UTF8.self) : nil
  }

  private func identifier<Kind>(_ key: LineKey) -> Identifier<Kind>? {
    has(key) ? Identifier(ascii: bytes(key)) : nil
  }
}
