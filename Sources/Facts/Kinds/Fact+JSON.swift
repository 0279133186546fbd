extension Fact {
  /// The fact as one canonical JSON object: equal facts give equal bytes.
  ///
  /// `received`, when the ledger first received the fact, is a member if given, as in an export.
  public func json(received: Instant? = nil) -> JSON {
    var members: [JSON.Member] = [
      .init("id", .string(id.text)), .init("kind", .string(kind.rawValue)),
      .init("at", .string(at.description)),
    ]
    members.add("received", received?.description)
    members.add("customer", customer?.text)
    members.add("play", play?.text)
    members.add("lever", lever?.rawValue)
    members.add("member", member?.text)
    members.add("source", source)
    return .object(members + amountMembers + ownMembers + props)
  }

  /// The members `amount` and `currency`, or `seconds`; empty for facts without an amount.
  public var amountMembers: [JSON.Member] {
    if case .time(let seconds) = body { return [.init("seconds", .integer(seconds))] }
    guard let amount else { return [] }
    return [
      .init("amount", .string(amount.decimal)), .init("currency", .string(amount.currency.code)),
    ]
  }

  /// The amount of a money, deal or cost fact; nil for other kinds and deals without one.
  public var amount: Money? {
    switch body {
    case .money(let money): money.amount
    case .deal(let deal): deal.amount
    case .cost(let amount): amount
    default: nil
    }
  }

  /// The fields of the fact's kind except ``amountMembers``, in a fixed order.
  public var ownMembers: [JSON.Member] {
    var members: [JSON.Member] = []
    switch body {
    case .play(let play):
      members.add("owner", play.owner?.text)
      members.add("name", play.name)
      members.add("from", play.from.description)
      members.add("to", play.to?.description)
      members.add("goal", play.goal?.rawValue)
      members.add("window", play.window.map { JSON.integer($0) })
      members.add("worthwhile", play.worthwhile?.description)
      members.add("hypothesis", play.hypothesis)
      members.add("budget", play.budget?.description)
      members.add("holdout", play.holdout?.description)
      members.add(
        "rule",
        play.rule.map {
          .members([
            "attribute": .string($0.attribute), "is": .array($0.values.map { .string($0) }),
          ])
        })
    case .touch(let channel): members.add("channel", channel)
    case .holdout(let lot):
      if lot != .kept { members.add("arm", lot.arm.rawValue) }
      members.add("wave", lot.wave.map { JSON.integer($0) })
    case .time, .cost: break
    case .money(let money):
      members.add("deal", money.deal?.text)
      members.add("of", money.of?.text)
      members.add(
        "recurring",
        money.recurring.map {
          .members(["from": .string($0.from.description), "to": .string($0.to.description)])
        })
      members.add("splits", Fact.json(of: money.splits))
      members.add("quota_splits", Fact.json(of: money.quotaSplits))
      members.add("product", money.product)
      members.add("tax", money.tax?.description)
    case .deal(let deal):
      members.add("deal", deal.deal.text)
      members.add("stage", deal.stage.name)
      members.add("closes", deal.closes?.description)
      members.add("splits", Fact.json(of: deal.splits))
      members.add("quota_splits", Fact.json(of: deal.quotaSplits))
    case .score(let score):
      members.add("scale", score.scale.rawValue)
      members.add("score", JSON.integer(score.score))
    case .work(let work): members += Fact.members(of: work)
    case .customer(let attributes):
      if !attributes.isEmpty { members.add("attributes", JSON.object(attributes)) }
    case .note(let note):
      members.add("text", note.text)
      if let expect = note.expect {
        var inner: [JSON.Member] = [.init("answer", .string(expect.answer))]
        inner.add("by", expect.by?.description)
        members.add("expect", JSON.object(inner))
      }
      members.add("day", note.day?.description)
    case .retract(let fact, let why):
      members.add("fact", fact.text)
      members.add("why", why.isEmpty ? nil : why)
    }
    return members
  }

  private static func members(of work: WorkBody) -> [JSON.Member] {
    var members: [JSON.Member] = []
    members.add("work", work.work)
    members.add("type", work.type.rawValue)
    members.add("state", work.state.rawValue)
    members.add("effort", work.effort?.description)
    if let link = work.link {
      var inner: [JSON.Member] = [.init("metric", .string(link.metric))]
      inner.add("expect", link.expect)
      members.add("link", JSON.object(inner))
    }
    return members
  }

  private static func json(of splits: [Split]) -> JSON? {
    guard !splits.isEmpty else { return nil }
    return .object(splits.map { .init($0.member.text, .string($0.share.description)) })
  }
}

extension [JSON.Member] {
  fileprivate mutating func add(_ key: String, _ text: String?) {
    if let text { append(.init(key, .string(text))) }
  }

  fileprivate mutating func add(_ key: String, _ value: JSON?) {
    if let value { append(.init(key, value)) }
  }
}
