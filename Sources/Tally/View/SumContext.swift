internal import Facts
internal import Planning

/// The data that a sum may read beside the customers: rules, keys and plays.
public struct SumContext: Sendable {
  /// The plan's rules, the same for every customer of a pass.
  public let rules: Rules
  let keys: [Key]
  let plays: Plays
  /// The streams in which the customers change; a sum that reads none of them is unaffected.
  var changed = StreamSet.all
  /// True if all money is in the business's currency.
  let isMoneyOwn: Bool
  /// For each key, the place of its play; −1 for none.
  let playOfKey: [Int32]
  /// For each play's place, the milliseconds after exposure in which outcomes count.
  let windows: [Int64]

  /// The meaning of an index key under the rules.
  struct Key: Sendable {
    /// The place of the play; −1 for none.
    let play: Int32
    /// The number of the fact's own lever, otherwise its play's; 0 for none.
    let lever: UInt8
    /// The number of its play's lever, otherwise the fact's own; 0 for none.
    let playLever: UInt8
    /// True if amounts are in the business's currency.
    let isOwn: Bool
    let fact: FactKey
  }

  init(_ keys: [FactKey], _ plays: Plays, _ rules: Rules) {
    self.rules = rules
    self.plays = plays
    let own = rules.rates.to.packed
    self.keys = keys.map { key in
      let place = key.play == 0 ? -1 : plays.place(of: Int64(key.play))
      let declared = place < 0 ? 0 : plays.all[Int(place)].lever
      return Key(
        play: place, lever: key.leverNumber != 0 ? key.leverNumber : declared,
        playLever: declared != 0 ? declared : key.leverNumber, isOwn: key.currency == own,
        fact: key)
    }
    playOfKey = self.keys.map(\.play)
    windows = plays.all.map(\.window)
    isMoneyOwn = self.keys.allSatisfy { $0.isOwn || $0.fact.kind != .money }
  }

  /// A row's amount in minor units of the business's currency, at the rate of its day.
  @inline(__always)
  func money(_ stream: some RowReading, _ row: Int) -> Int64 {
    let key = stream.key(row)
    let amount = stream.amount(row)
    return keys[key].isOwn ? amount : exchange(amount, key, stream.at(row))
  }

  @inline(never)
  private func exchange(_ amount: Int64, _ key: Int, _ at: Int64) -> Int64 {
    rules.convert(amount, keys[key].fact.currency, onDay: rules.day(at))
  }
}
