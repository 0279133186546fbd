import Facts
import Foundation
import Ledger
import Simulation
import Tally
import Operations

/// Simulated facts as raw columns in a folder, in the order of arrival.
struct BenchColumns: Sendable {
  let folder: String
  private let customer: RawColumn<UInt32>
  private let at: RawColumn<UInt32>
  private let received: RawColumn<UInt32>
  private let kind: RawColumn<UInt8>
  private let play: RawColumn<UInt16>
  private let channel: RawColumn<UInt8>
  private let member: RawColumn<UInt8>
  private let amount: RawColumn<Int64>
  private let of: RawColumn<UInt32>
  private let currency: UInt32
  private static let piece = 1 << 15

  /// Maps the columns of a folder; amounts are in minor units of `currency`.
  init(_ folder: String, currency: Currency) throws(Failure) {
    self.folder = folder
    self.currency = currency.packed
    customer = try RawColumn(folder, "customer.u32")
    at = try RawColumn(folder, "at.u32")
    received = try RawColumn(folder, "received.u32")
    kind = try RawColumn(folder, "kind.u8")
    play = try RawColumn(folder, "play.u16")
    channel = try RawColumn(folder, "channel.u8")
    member = try RawColumn(folder, "member.u8")
    amount = try RawColumn(folder, "amount.i64")
    of = try RawColumn(folder, "of.u32")
  }

  /// The number of facts.
  var count: Int { kind.count }

  /// The facts as input of the index. The plays' declarations follow them, with the next numbers.
  var rows: IndexRows {
    let columns = self
    return IndexRows(
      last: Int64(count + ManyFacts.plays), customers: ManyFacts(count: count).customers,
      links: links, isShared: true
    ) { after, through, take in columns.scan(after, through, take) }
  }

  private func scan(_ after: Int64, _ through: Int64, _ take: IndexRows.Take) {
    var first = Int(after)
    let end = min(Int(through), count)
    while first < end {
      let part = first..<min(end, first + BenchColumns.piece)
      give(part, take)
      first = part.upperBound
    }
    for number in max(after, Int64(count))..<max(after, Int64(count), through) {
      declare(number + 1, take)
    }
  }

  private func give(_ part: Range<Int>, _ take: IndexRows.Take) {
    let (customers, ats, receipts, kinds) = (
      customer[part], at[part], received[part], kind[part]
    )
    let (plays, channels, members, amounts) = (
      play[part], channel[part], member[part], amount[part]
    )
    let nothing = ""
    for place in 0..<part.count {
      let kind = FactKind(number: Int(kinds[place])) ?? .note
      let isMoney = kind == .money || kind == .cost
      take(
        FactRow(
          number: Int64(part.lowerBound + place + 1), kind: kind, at: Int64(ats[place]) * 1000,
          received: Int64(receipts[place]) * 1000, customer: Int64(customers[place]),
          play: Int64(plays[place]), member: Int64(members[place]),
          amount: amounts[place] != 0 ? amounts[place] : nil, currency: isMoney ? currency : 0,
          channel: Int64(channels[place])),
        nothing.utf8Span.span)
    }
  }

  private func declare(_ number: Int64, _ take: IndexRows.Take) {
    let play = Int(number) - count
    let start = Int64(ManyFacts.firstDay.number) * 86_400_000
    let row = FactRow(
      number: number, kind: .play, at: start, received: start, play: Int64(play),
      lever: ManyFacts.lever(ofPlay: play))
    let body = "{\"window\":\(ManyFacts.window(ofPlay: play))}"
    take(row, body.utf8Span.span)
  }

  /// The payment that each refund takes back.
  private var links: [FactReference] {
    let all = of[0..<count]
    var links: [FactReference] = []
    for (place, to) in all.enumerated() where to != 0 {
      links.append(
        FactReference(
          from: Int64(place + 1), kind: .money, received: 0, to: Int64(to), customer: 0))
    }
    return links
  }
}
