internal import Facts
internal import Ledger

/// One worker's share of an index: facts by range of customers, and those needing extra work.
struct IndexCollection: Sendable {
  var bins = IndexBins()
  var decoder: FactDecoder
  /// Facts of deals, to be stored with the customer that all of a deal's facts name.
  private(set) var deals: [LooseFact] = []
  /// Facts whose customer isn't final, or that don't fit the columns.
  private(set) var loose: [LooseFact] = []
  private(set) var facts: Int64 = 0
  private(set) var lastAt = Int64.min
  /// The first and last time received, in milliseconds since 1970.
  private(set) var firstReceived = Int64.max
  private(set) var lastReceived = Int64.min
  /// The error that stopped the reading of the ledger.
  var problem: LedgerProblem?

  init(_ decoder: FactDecoder) { self.decoder = decoder }

  /// Adds a fact, in the order kept.
  @inline(__always)
  mutating func take(_ fact: LooseFact) {
    note(fact)
    if fact.isDeal, fact.hasDetail {
      deals.append(fact)
    } else if fact.isStray || !IndexBins.fits(fact) {
      loose.append(fact)
    } else {
      bins.append(fact)
    }
  }

  @inline(__always)
  private mutating func note(_ fact: LooseFact) {
    facts += 1
    lastAt = max(lastAt, fact.at)
    firstReceived = min(firstReceived, fact.received)
    lastReceived = max(lastReceived, fact.received)
  }

  /// Adds an index's facts of some customers, which are in time order.
  mutating func take(_ index: FactIndex, slots: Range<Int>) {
    for kind in StreamKind.allCases {
      let stream = index.block[kind]
      for slot in slots {
        for row in stream.rows(of: slot) {
          var fact = stream.fact(row, kind, customer: slot)
          let of = kind == .money ? decoder.payment(of: fact.number) : 0
          if of != 0 {
            fact.detail.of = of
            fact.hasDetail = true
          }
          take(fact)
        }
      }
    }
  }
}

extension Stream {
  /// Converts a row to a fact on its own.
  func fact(_ row: Int, _ kind: StreamKind, customer: Int) -> LooseFact {
    let detail = detail(row)
    return LooseFact(
      at: at(row), received: Int64(received[row]) * 1000, number: Int64(number[row]),
      amount: amount(row), detail: detail ?? Detail(), customer: UInt32(customer),
      key: UInt32(key(row)), stream: kind.rawValue, hasDetail: detail != nil)
  }
}
