import Facts

/// Sentences about what changed, gathered part by part.
struct Differences {
  private(set) var lines: [String] = []
  /// The currencies of the old and the new plan's amounts.
  let money: (old: Currency, new: Currency)

  init(money: (old: Currency, new: Currency)) { self.money = money }

  /// Adds a sentence.
  mutating func say(_ line: String) { lines.append(line) }

  /// Says where a value goes from and to, or that it is new or taken out.
  mutating func compare<Value: Equatable>(
    _ what: String, _ old: Value?, _ new: Value?, _ words: (Value) -> String = { "\($0)" }
  ) {
    guard old != new else { return }
    switch (old.map(words), new.map(words)) {
    case (let old?, let new?) where old == new: say("\(what) changes.")
    case (let old?, let new?): say("\(what) goes from \(old) to \(new).")
    case (nil, let new?): say("\(what) is now \(new).")
    case (let old?, nil): say("\(what) was \(old) and is taken out.")
    case (nil, nil): break
    }
  }

  /// The same for amounts in minor units of the business's currency.
  mutating func compareAmount(_ what: String, _ old: Int64?, _ new: Int64?) {
    let before = old.map { Money(minor: $0, money.old) }
    let after = new.map { Money(minor: $0, money.new) }
    if let before, let after, money.old == money.new, before != after {
      say("\(what) goes from \(before.decimal) to \(after).")
    } else if before?.decimal != after?.decimal {
      compare(what, before, after)
    }
  }

  /// The same for lists, of which an empty one is nothing.
  mutating func compareList<Value: Equatable>(
    _ what: String, _ old: [Value], _ new: [Value], _ words: (Value) -> String = { "\($0)" }
  ) {
    compare(what, old.isEmpty ? nil : old, new.isEmpty ? nil : new) { list in
      list.map(words).joined(separator: ", ")
    }
  }

  /// Goes through named things in the order of their names.
  mutating func compareNamed<Value: Equatable>(
    _ what: String, _ old: [String: Value], _ new: [String: Value],
    _ changed: (inout Differences, String, Value, Value) -> Void
  ) {
    for name in Set(old.keys).union(new.keys).sorted() {
      switch (old[name], new[name]) {
      case (let old?, let new?):
        guard old != new else { continue }
        let before = lines.count
        changed(&self, name, old, new)
        if lines.count == before { say("\(what) \(name) is written differently.") }
      case (nil, .some): say("\(what) \(name) is new.")
      case (.some, nil): say("\(what) \(name) is taken out.")
      case (nil, nil): break
      }
    }
  }
}

/// How values are written in sentences.
enum Say {
  static func days(_ days: Int) -> String { days == 1 ? "1 day" : "\(days) days" }

  static func percent(_ share: DecimalText) -> String { share.percent }

  static func percents(_ shares: [DecimalText]) -> String {
    shares.map(\.percent).joined(separator: ", ")
  }

  static func quoted(_ text: String) -> String { "'\(text)'" }

  /// The largest unit that leaves no rest.
  static func duration(_ seconds: Int64) -> String {
    for (unit, size) in [("d", 86_400), ("h", 3600), ("m", 60)] as [(String, Int64)]
    where seconds % size == 0 {
      return "\(seconds / size)\(unit)"
    }
    return "\(seconds)s"
  }

  static func clock(_ minutes: Int) -> String {
    let rest = minutes % 60
    return "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(rest < 10 ? "0" : "")\(rest)"
  }
}
