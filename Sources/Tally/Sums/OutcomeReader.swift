internal import Facts
internal import Planning

/// Reads, for one customer at a time, the side on each question and the outcomes.
struct OutcomeReader: ~Copyable {
  private let block: Block
  private let context: SumContext
  private let questions: [PlayQuestion]
  /// For each play of the context, the index of its question; −1 for none.
  private var questionOfPlay: [Int32]
  /// The questions that compare with customers who were not reached, by index.
  private let others: [(question: Int, of: PlayQuestion.Others)]
  private var list: ExposureList
  private var spends: Spends
  private var slot = 0
  private var activation: Int64?
  private let byTime: Bool

  /// A customer's role in a question.
  struct Side {
    let question: Int
    let isTreated: Bool
    /// The day of exposure.
    let day: Int32
    /// The moment from which outcomes count, in milliseconds since 1970.
    let at: Int64
    let stratum: Int
  }

  init(_ block: Block, _ context: SumContext, _ questions: [PlayQuestion]) {
    self.block = block
    self.context = context
    self.questions = questions
    questionOfPlay = [Int32](repeating: -1, count: context.plays.all.count)
    var others: [(question: Int, of: PlayQuestion.Others)] = []
    for (place, question) in questions.enumerated() {
      let play = context.plays.place(of: question.play)
      if play >= 0 { questionOfPlay[Int(play)] = Int32(place) }
      if case .others(let of) = question.comparison { others.append((place, of)) }
    }
    self.others = others
    list = ExposureList(block, context)
    spends = Spends(block, context)
    byTime = context.rules.activation.time != nil
  }

  /// Reads a slot; its money and time only if exposed, if `always`, or if a question needs others.
  mutating func read(_ slot: Int, always: Bool = false) {
    self.slot = slot
    list.read(slot)
    guard list.count > 0 || always || !others.isEmpty else { return }
    spends.read(slot)
    let time = block[.time]
    let rows = byTime ? time.rows(of: slot) : 0..<0
    activation = spends.count > 0 || !rows.isEmpty ? spends.activation(time, rows) : nil
  }

  /// The number of the customer's exposures.
  var count: Int { list.count }

  /// The customer's side by an exposure; nil if it isn't part of any question.
  func side(_ index: Int) -> Side? {
    let exposure = list[index]
    let place = questionOfPlay[Int(exposure.play)]
    guard place >= 0 else { return nil }
    let question = questions[Int(place)]
    let day = context.rules.day(exposure.at)
    guard question.days.contains(day) else { return nil }
    let isTreated: Bool
    var before = question.launch
    switch question.comparison {
    case .lot(let isDrawn):
      if isDrawn, exposure.side == .reached { return nil }
      isTreated = exposure.side != .heldOut
    case .list:
      guard exposure.side == .drawn else { return nil }
      isTreated = isReached(exposure.play, after: exposure.at, within: question.window)
    case .others:
      guard exposure.side == .reached, isOpen(question, at: exposure.at) else { return nil }
      isTreated = true
      before = exposure.at
    }
    return Side(
      question: Int(place), isTreated: isTreated, day: day, at: exposure.at,
      stratum: Stratum.of(spends, before: before))
  }

  /// Passes the customer's side on each question for which they count as not reached.
  func eachOther(_ take: (Side) -> Void) {
    for (place, of) in others {
      let question = questions[place]
      guard let day = of.day(customer: block.customer(slot), play: question.play),
        question.days.contains(day), !isExposed(to: question.play)
      else { continue }
      let noon = question.launch + Int64(day - question.days.lowerBound) * 86_400_000 + 43_200_000
      guard isKnown(before: noon), isOpen(question, at: noon) else { continue }
      take(
        Side(
          question: place, isTreated: false, day: day, at: noon,
          stratum: Stratum.of(spends, before: noon)))
    }
  }

  /// True if the customer had the outcome in the window.
  func hasEvent(_ side: Side, _ question: PlayQuestion) -> Bool {
    let end = side.at + question.window
    if question.goal == .activation {
      return activation.map { $0 > side.at && $0 <= end } ?? false
    }
    if question.goal == .time { return value(side, question) > 0 }
    for index in 0..<spends.count
    where spends.amount[index] > 0 && spends.at[index] > side.at && spends.at[index] <= end {
      return true
    }
    return false
  }

  /// Net money in minor units, or seconds, in the window.
  func value(_ side: Side, _ question: PlayQuestion) -> Int64 {
    value(question.goal, after: side.at, through: side.at + question.window)
  }

  /// Net money in minor units, or seconds, with `start` < time ≤ `end`.
  func value(_ goal: PlayDeclaration.Goal, after start: Int64, through end: Int64) -> Int64 {
    var sum: Int64 = 0
    if goal == .time {
      let time = block[.time]
      let rows = time.rows(of: slot)
      for row in time.first(in: rows, notBefore: start + 1)..<rows.upperBound {
        guard time.at(row) <= end else { break }
        sum = sum.addingReportingOverflow(time.amount(row)).partialValue
      }
      return min(sum, PlayOutcomes.mostCap)
    }
    var money: Int128 = 0
    for index in 0..<spends.count where spends.at[index] > start && spends.at[index] <= end {
      money += Int128(spends.amount[index])
    }
    let most = Int128(PlayOutcomes.mostCap)
    return Int64(clamping: max(-most, min(most, money)))
  }

  /// True if the outcome is still possible: a customer activates only once.
  private func isOpen(_ question: PlayQuestion, at moment: Int64) -> Bool {
    guard question.goal == .activation, let activation else { return true }
    return activation > moment
  }

  private func isExposed(to play: Int64) -> Bool {
    let place = context.plays.place(of: play)
    for index in 0..<list.count where list[index].play == place { return true }
    return false
  }

  private func isReached(_ play: Int32, after start: Int64, within window: Int64) -> Bool {
    let touches = block[.touch]
    let rows = touches.rows(of: slot)
    guard !rows.isEmpty else { return false }
    for row in touches.first(in: rows, notBefore: start)..<rows.upperBound {
      guard touches.at(row) <= start + window else { return false }
      if context.playOfKey[touches.key(row)] == play { return true }
    }
    return false
  }

  private func isKnown(before moment: Int64) -> Bool {
    for kind in [StreamKind.touch, .money, .deal, .time] {
      let stream = block[kind]
      let rows = stream.rows(of: slot)
      if !rows.isEmpty, stream.at(rows.lowerBound) < moment { return true }
    }
    return false
  }
}
