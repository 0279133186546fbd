extension FactReader {
  func play(_ fields: inout FactFields) throws(FactProblem) -> PlayDeclaration {
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
        "holdout", "\(share) isn't a share that can be held out",
        "write it like 10%, above 0 and below 1")
    }
    return share
  }

  func holdout(_ fields: inout FactFields) throws(FactProblem) -> HoldoutBody {
    let arm: HoldoutBody.Arm = try fields.optionalWord("arm") ?? .kept
    var wave: Int?
    if let number = try fields.optionalDecimal("wave") {
      guard let whole = number.scaled(to: 0), (1...Int64(HoldoutBody.mostWaves)).contains(whole)
      else {
        throw FactProblem(
          "wave", "\(number) isn't a valid wave", "count waves from 1 to \(HoldoutBody.mostWaves)")
      }
      wave = Int(whole)
    }
    return HoldoutBody(arm: arm, wave: wave)
  }

  func money(_ fields: inout FactFields) throws(FactProblem) -> MoneyBody {
    MoneyBody(
      amount: try amount(&fields), deal: try fields.optionalID("deal"),
      of: try fields.optionalID("of"), recurring: try service(&fields),
      splits: try splits("splits", &fields),
      quotaSplits: try later("quota_splits", [], &fields, splits),
      product: try fields.optionalText("product"), tax: try later("tax", nil, &fields, number))
  }

  func deal(_ fields: inout FactFields) throws(FactProblem) -> DealBody {
    let deal: DealID = try fields.id("deal")
    let stage = DealBody.Stage(try fields.text("stage"))
    let amount = fields.has("amount") ? try self.amount(&fields) : nil
    return DealBody(
      deal: deal, stage: stage, amount: amount, closes: try fields.optionalDay("closes"),
      splits: try splits("splits", &fields),
      quotaSplits: try later("quota_splits", [], &fields, splits))
  }

  func amount(_ fields: inout FactFields) throws(FactProblem) -> Money {
    let text = try fields.numeral("amount")
    let code = try fields.text("currency")
    guard let currency = Currency(code) else {
      throw FactProblem(
        "currency", "'\(code)' isn't a valid ISO 4217 currency",
        "write a code like EUR, USD or JPY")
    }
    if let currencies, !currencies.contains(currency) {
      throw FactProblem(
        "currency", "the plan has no rate for \(currency)", "add \(currency) to rates in the plan")
    }
    do { return try Money(text, currency) } catch {
      throw FactProblem("amount", error.problem, error.remedy)
    }
  }

  func seconds(_ fields: inout FactFields) throws(FactProblem) -> Int64 {
    let text = try fields.numeral("seconds")
    guard let decimal = DecimalText(text), let seconds = decimal.rounded(to: 0),
      abs(seconds) <= Money.limit
    else {
      throw FactProblem(
        "seconds", "'\(text)' isn't a valid number of seconds", "write it like 90")
    }
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

  /// Reads a field that had no meaning in earlier versions. A fact that is in the ledger keeps what
  /// cannot be read as a prop.
  private func later<Value>(
    _ field: String, _ none: Value, _ fields: inout FactFields,
    _ read: (String, inout FactFields) throws(FactProblem) -> Value
  ) throws(FactProblem) -> Value {
    let before = fields
    do { return try read(field, &fields) } catch {
      guard limits == nil else { throw error }
      fields = before
      return none
    }
  }

  private func number(
    _ field: String, _ fields: inout FactFields
  ) throws(FactProblem) -> DecimalText? { try fields.optionalDecimal(field) }

  private func splits(
    _ field: String, _ fields: inout FactFields
  ) throws(FactProblem) -> [Split] {
    guard let members = try fields.object(field) else { return [] }
    var splits: [Split] = []
    for entry in members {
      guard let member = MemberID(entry.key), let share = FactFields.share(entry.value) else {
        throw FactProblem(
          field, "'\(entry.key)' has no share that is a number", "write shares like 0.6 or 60%")
      }
      splits.append(Split(member, share))
    }
    return splits.sorted { $0.member < $1.member }
  }

  func score(_ fields: inout FactFields) throws(FactProblem) -> ScoreBody {
    let scale: ScoreBody.Scale = try fields.word("scale")
    let text = try fields.numeral("score")
    guard let whole = DecimalText(text)?.scaled(to: 0), scale.range.contains(Int(whole)) else {
      throw FactProblem(
        "score", "\(text) is not on the scale \(scale.rawValue)",
        "it runs from \(scale.range.lowerBound) to \(scale.range.upperBound)")
    }
    return ScoreBody(scale: scale, score: Int(whole))
  }

  func work(_ fields: inout FactFields) throws(FactProblem) -> WorkBody {
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

  func note(_ fields: inout FactFields) throws(FactProblem) -> NoteBody {
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
