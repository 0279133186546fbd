internal import Facts
internal import Ledger

/// What one worker gathers for an index: facts by stretch of customers, and what needs a closer look.
struct IndexCollection: Sendable {
  var bins = IndexBins()
  var decoder: FactDecoder
  /// Facts of deals, which lie with the customer whom all of a deal's facts name.
  private(set) var deals: [LooseFact] = []
  /// Facts whose customer cannot be said for good, or that do not fit the columns.
  private(set) var loose: [LooseFact] = []
  private(set) var facts: Int64 = 0
  private(set) var lastAt = Int64.min
  /// Milliseconds since 1970.
  private(set) var firstReceived = Int64.max
  private(set) var lastReceived = Int64.min
  /// What kept the ledger from being read.
  var problem: LedgerProblem?

  init(_ decoder: FactDecoder) { self.decoder = decoder }

  /// Takes in a fact, in the order kept.
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

  /// Takes in what an index holds of some customers, which it has in order of time.
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
  /// A row as a fact on its own.
  func fact(_ row: Int, _ kind: StreamKind, customer: Int) -> LooseFact {
    let detail = detail(row)
    return LooseFact(
      at: at(row), received: Int64(received[row]) * 1000, number: Int64(number[row]),
      amount: amount(row), detail: detail ?? Detail(), customer: UInt32(customer),
      key: UInt32(key(row)), stream: kind.rawValue, hasDetail: detail != nil)
  }
}
