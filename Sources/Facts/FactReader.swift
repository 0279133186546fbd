/// Parses and validates facts as senders write them. No other type defines a valid fact.
public struct FactReader: Sendable {
  /// The zone in which a bare day starts.
  public let zone: Zone
  /// The currencies with a rate in the plan; nil accepts every ISO 4217 currency.
  public let currencies: Set<Currency>?
  /// The limits on new facts; nil for facts already in the ledger.
  public let limits: FactLimits?

  /// The most bytes of all unknown fields together, as compact JSON.
  public static let propsLimit = 8192

  /// A reader of new facts, with a business's zone, currencies and limits.
  public init(zone: Zone, currencies: Set<Currency>?, limits: FactLimits) {
    self.zone = zone
    self.currencies = currencies
    self.limits = limits
  }

  /// A reader of facts already in the ledger, accepted earlier under other limits or none.
  public init(ofKept zone: Zone) {
    self.zone = zone
    currencies = nil
    limits = nil
  }

  /// A fact, and when it was first received if the text says (as an export does).
  public struct Reading: Sendable {
    /// Valid by itself. Only the ledger knows whether its id is a duplicate.
    public let fact: Fact
    /// The time at which it was first received; nil if the text doesn't say, as for every new fact.
    public let received: Instant?
  }

  /// Parses one line of NDJSON.
  ///
  /// - Throws: ``FactProblem`` with the field, the problem and the remedy.
  public func read(line: ArraySlice<UInt8>) throws(FactProblem) -> Reading {
    if let plain = FactLine(line)?.reading(self) { return plain }
    let json: JSON
    do { json = try JSON(bytes: line) } catch {
      throw FactProblem(
        nil, "not valid JSON at byte \(error.column): \(error.problem)",
        "write one JSON object a line")
    }
    return try read(json)
  }

  /// Parses one JSON object.
  ///
  /// - Throws: ``FactProblem`` with the field, the problem and the remedy.
  public func read(_ json: JSON) throws(FactProblem) -> Reading {
    guard case .object(let members) = json else {
      throw FactProblem(nil, "a fact is a JSON object", "write {\"id\": …, \"kind\": …, \"at\": …}")
    }
    var fields = FactFields(members)
    let id: FactID = try fields.id("id")
    let kind: FactKind = try fields.word("kind")
    let at = try instant(try fields.text("at"), field: "at")
    let customer: CustomerID? = try fields.optionalID("customer")
    let play: PlayID? = try fields.optionalID("play")
    let lever: Lever? = try fields.optionalWord("lever")
    let member: MemberID? = try fields.optionalID("member")
    let source = try fields.optionalText("source")
    let received: Instant?
    if let text = try fields.optionalText("received") {
      received = try instant(text, field: "received")
    } else {
      received = nil
    }
    let body = try self.body(kind, &fields)
    try require(kind, customer: customer, play: play, lever: lever)
    let props = fields.rest
    guard props.isEmpty || JSON.object(props).compact.utf8.count <= FactReader.propsLimit else {
      throw FactProblem(
        props.first?.key, "unknown fields take more than 8 KiB together",
        "send fewer or shorter ones")
    }
    let fact = Fact(
      id: id, at: at, customer: customer, play: play, lever: lever, member: member,
      source: source, body: body, props: props)
    try check(fact)
    return Reading(fact: fact, received: received)
  }

  private func require(
    _ kind: FactKind, customer: CustomerID?, play: PlayID?, lever: Lever?
  ) throws(FactProblem) {
    switch kind {
    case .touch, .holdout, .time, .score, .customer:
      guard customer != nil else { throw FactFields.missing("customer", of: kind) }
    default: break
    }
    switch kind {
    case .play, .touch, .holdout:
      guard play != nil else { throw FactFields.missing("play", of: kind) }
    default: break
    }
    switch kind {
    case .play where lever == nil: throw FactFields.missing("lever", of: kind)
    case .cost where lever == nil && play == nil:
      throw FactProblem("lever", "a cost names no lever and no play", "add a lever or a play")
    default: break
    }
  }

  private func body(
    _ kind: FactKind, _ fields: inout FactFields
  ) throws(FactProblem) -> Fact.Body {
    switch kind {
    case .play: .play(try play(&fields))
    case .touch: .touch(channel: try fields.optionalText("channel"))
    case .holdout: .holdout(try holdout(&fields))
    case .money: .money(try money(&fields))
    case .time: .time(seconds: try seconds(&fields))
    case .deal: .deal(try deal(&fields))
    case .cost: .cost(try amount(&fields))
    case .score: .score(try score(&fields))
    case .work: .work(try work(&fields))
    case .customer: .customer(attributes: try fields.object("attributes") ?? [])
    case .note: .note(try note(&fields))
    case .retract:
      .retract(fact: try fields.id("fact"), why: try fields.optionalText("why") ?? "")
    }
  }

  private func play(_ fields: inout FactFields) throws(FactProblem) -> PlayDeclaration {
    let from = try fields.day("from")
    let to = try fields.optionalDay("to")
    if let to, to < from {
      throw FactProblem(
        "to", "\(to) is before from (\(from))", "give the last day, or leave it out")
    }
    let window = try fields.optionalDuration("window")
    return PlayDeclaration(
      owner: try fields.optionalID("owner"), name: try fields.optionalText("name"), from: from,
      to: to, goal: try fields.optionalWord("goal"), window: window,
      worthwhile: try fields.optionalShare("worthwhile"),
      hypothesis: try fields.optionalText("hypothesis"),
      budget: try fields.optionalDecimal("budget"),
      holdout: try holdoutShare(&fields), rule: try rule(&fields))
  }

  private func rule(_ fields: inout FactFields) throws(FactProblem) -> PlayDeclaration.Rule? {
    guard let members = try fields.object("rule") else { return nil }
    var inner = FactFields(members, within: "rule")
    let attribute = try inner.text("attribute")
    guard let rule = PlayDeclaration.Rule(attribute, values: inner.texts("is")) else {
      throw FactProblem(
        "rule", "the rule names no value of \(attribute)",
        "write {\"attribute\": \"region\", \"is\": [\"north\"]}")
    }
    return rule
  }

  private func holdoutShare(_ fields: inout FactFields) throws(FactProblem) -> DecimalText? {
    guard let share = try fields.optionalShare("holdout") else { return nil }
    guard let millionths = share.rounded(to: 6), (1..<1_000_000).contains(millionths) else {
      throw FactProblem(
        "holdout", "\(share) is no share that can be held out",
        "write it like 10%, above 0 and below 1")
    }
    return share
  }

  private func holdout(_ fields: inout FactFields) throws(FactProblem) -> HoldoutBody {
    let arm: HoldoutBody.Arm = try fields.optionalWord("arm") ?? .kept
    var wave: Int?
    if let number = try fields.optionalDecimal("wave") {
      guard let whole = number.scaled(to: 0), (1...Int64(HoldoutBody.mostWaves)).contains(whole)
      else {
        throw FactProblem(
          "wave", "\(number) is no wave", "count waves from 1 to \(HoldoutBody.mostWaves)")
      }
      wave = Int(whole)
    }
    return HoldoutBody(arm: arm, wave: wave)
  }

  private func money(_ fields: inout FactFields) throws(FactProblem) -> MoneyBody {
    MoneyBody(
      amount: try amount(&fields), deal: try fields.optionalID("deal"),
      of: try fields.optionalID("of"), recurring: try service(&fields),
      splits: try splits(&fields), product: try fields.optionalText("product"))
  }

  private func deal(_ fields: inout FactFields) throws(FactProblem) -> DealBody {
    let deal: DealID = try fields.id("deal")
    let stage = DealBody.Stage(try fields.text("stage"))
    let amount = fields.has("amount") ? try self.amount(&fields) : nil
    return DealBody(
      deal: deal, stage: stage, amount: amount, closes: try fields.optionalDay("closes"),
      splits: try splits(&fields))
  }

  private func amount(_ fields: inout FactFields) throws(FactProblem) -> Money {
    let text = try fields.numeral("amount")
    let code = try fields.text("currency")
    guard let currency = Currency(code) else {
      throw FactProblem(
        "currency", "'\(code)' is no ISO 4217 currency", "write a code like EUR, USD or JPY")
    }
    if let currencies, !currencies.contains(currency) {
      throw FactProblem(
        "currency", "the plan has no rate for \(currency)", "add \(currency) to rates in the plan")
    }
    do { return try Money(text, currency) } catch {
      throw FactProblem("amount", error.problem, error.remedy)
    }
  }

  private func seconds(_ fields: inout FactFields) throws(FactProblem) -> Int64 {
    let text = try fields.numeral("seconds")
    guard let decimal = DecimalText(text), let seconds = decimal.rounded(to: 0),
      abs(seconds) <= Money.limit
    else { throw FactProblem("seconds", "'\(text)' is no number of seconds", "write it like 90") }
    guard seconds >= 0 else {
      throw FactProblem("seconds", "\(text) is below zero", "time spent cannot be negative")
    }
    return seconds
  }

  private func service(_ fields: inout FactFields) throws(FactProblem) -> ServicePeriod? {
    guard let members = try fields.object("recurring") else { return nil }
    var inner = FactFields(members, within: "recurring")
    let from = try inner.day("from")
    let to = try inner.day("to")
    guard let service = ServicePeriod(from: from, to: to) else {
      throw FactProblem(
        "recurring", "the service period ends (\(to)) no later than it starts (\(from))",
        "give the first day, and the day after the last")
    }
    return service
  }

  private func splits(_ fields: inout FactFields) throws(FactProblem) -> [Split] {
    guard let members = try fields.object("splits") else { return [] }
    var splits: [Split] = []
    for entry in members {
      guard let member = MemberID(entry.key), let share = FactFields.share(entry.value) else {
        throw FactProblem(
          "splits", "'\(entry.key)' has no share that is a number", "write shares like 0.6 or 60%")
      }
      splits.append(Split(member, share))
    }
    return splits.sorted { $0.member < $1.member }
  }

  private func score(_ fields: inout FactFields) throws(FactProblem) -> ScoreBody {
    let scale: ScoreBody.Scale = try fields.word("scale")
    let text = try fields.numeral("score")
    guard let whole = DecimalText(text)?.scaled(to: 0), scale.range.contains(Int(whole)) else {
      throw FactProblem(
        "score", "\(text) is not on the scale \(scale.rawValue)",
        "it runs from \(scale.range.lowerBound) to \(scale.range.upperBound)")
    }
    return ScoreBody(scale: scale, score: Int(whole))
  }

  private func work(_ fields: inout FactFields) throws(FactProblem) -> WorkBody {
    var link: WorkBody.Link?
    if let members = try fields.object("link") {
      var inner = FactFields(members, within: "link")
      link = WorkBody.Link(
        metric: try inner.text("metric"), expect: try inner.optionalText("expect"))
    }
    return WorkBody(
      work: try fields.text("work"), type: try fields.word("type"), state: try fields.word("state"),
      effort: try fields.optionalDecimal("effort"), link: link)
  }

  private func note(_ fields: inout FactFields) throws(FactProblem) -> NoteBody {
    var expect: NoteBody.Expectation?
    if let members = try fields.object("expect") {
      var inner = FactFields(members, within: "expect")
      expect = NoteBody.Expectation(
        answer: try inner.text("answer"), by: try inner.optionalDay("by"))
    }
    return NoteBody(
      text: try fields.text("text"), expect: expect, day: try fields.optionalDay("day"))
  }
}
