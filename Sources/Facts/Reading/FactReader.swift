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
    try require(kind, fields)
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

  private func require(_ kind: FactKind, _ fields: FactFields) throws(FactProblem) {
    for field in kind.fields where field.isRequired && !fields.has(field.name) {
      throw FactFields.missing(field.name, of: kind)
    }
    if kind == .cost, !fields.has("lever"), !fields.has("play") {
      throw FactProblem("lever", "a cost names no lever and no play", "add a lever or a play")
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
}
