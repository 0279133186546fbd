public import Facts
internal import Scoreboard

/// Builds an answer's JSON: figures in order, and the reasons for those that are `null`.
struct AnswerJSON {
  private var members: [JSON.Member]
  private var whys: [JSON.Member] = []

  init(_ name: String, _ heading: Heading) {
    members = [
      .init("answer", .string(name)), .init("as_of", .string(heading.asOf.description)),
      .init("period", .string(heading.period)), .init("currency", .string(heading.currency.code)),
      .init("restated", .bool(heading.restated)),
    ]
  }

  /// Starts an object inside an answer; reasons for its unknown figures go into its own `why`.
  init() { members = [] }

  mutating func set(_ key: String, _ value: JSON) { members.append(.init(key, value)) }

  mutating func set(_ key: String, _ money: Money) { set(key, .string(money.decimal)) }

  mutating func set(_ key: String, _ count: some BinaryInteger) { set(key, .integer(count)) }

  mutating func set(_ key: String, _ money: Known<Money>) {
    switch money {
    case .known(let money): set(key, money)
    case .unknown(let why):
      set(key, .null)
      explain(key, why)
    }
  }

  mutating func set(_ key: String, _ share: Known<Double>) {
    set(key, .double(share.value))
    explain(key, share.why)
  }

  mutating func explain(_ key: String, _ why: String?) {
    if let why { whys.append(.init(key, .string(why))) }
  }

  /// The object; `why` comes last if anything is unknown.
  var json: JSON {
    .object(whys.isEmpty ? members : members + [.init("why", .object(whys))])
  }
}

/// An answer in two forms: text for the terminal and JSON for programs.
public protocol Answer: Sendable {
  /// The form of ``json``; it is the same for every business and day.
  static var schema: JSONSchema { get }
  /// The JSON that command and HTTP give.
  var json: JSON { get }
  /// Plain text, of at most 80 columns if the answer's width allows it.
  var text: String { get }
}

extension JSON {
  /// An amount in minor units as a decimal string.
  static func money(_ minor: Int128, _ currency: Currency) -> JSON {
    .string(Money(minor: minor, currency).decimal)
  }

  static func doubles(_ values: [Double?]) -> JSON { .array(values.map { JSON.double($0) }) }
}
