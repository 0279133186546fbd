internal import Facts
public import Ledger
internal import Ruling

extension IndexedLedger {
  /// Compares the index and its tail with the ledger, fact by fact, and describes the differences.
  ///
  /// The ledger's rows are read again and decoded for the comparison.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public func differences() throws(LedgerProblem) -> [String] {
    var sums = held
    var decoder = FactDecoder(keys: keys, links: try ledger.links(after: 0, through: last))
    var read: Int64 = 0
    try ledger.scan(after: 0, through: last) { row, body in
      read += 1
      sums[Int(row.number % IndexedLedger.hashBuckets)] &-= decoder.decode(row, body).mixed(
        decoder.keys)
    }
    var found: [String] = []
    if read != Int64(facts) { found.append("\(facts) facts against \(read) in the ledger") }
    let wrong = sums.indices.filter { sums[$0] != 0 }
    if !wrong.isEmpty {
      found.append(
        "some facts with numbers that leave \(wrong[0]) over \(IndexedLedger.hashBuckets)")
      found.append("delete the file beside the ledger that ends in .index; it is made again")
    }
    return found
  }

  private static let hashBuckets: Int64 = 1024

  /// For each fact number modulo ``hashBuckets``, the sum of the hashes of the indexed facts.
  private var held: [UInt64] {
    var sums = [UInt64](repeating: 0, count: Int(IndexedLedger.hashBuckets))
    func add(_ fact: LooseFact) {
      sums[Int(fact.number % IndexedLedger.hashBuckets)] &+= fact.mixed(keys)
    }
    for kind in StreamKind.allCases {
      let stream = index.block[kind]
      for slot in 0..<index.block.slots {
        for row in stream.rows(of: slot) { add(stream.fact(row, kind, customer: slot)) }
      }
    }
    for place in 0..<index.loose.count { add(index.loose[place]) }
    for fact in tail { add(fact) }
    return sums
  }
}

extension LooseFact {
  /// A hash of every field that counts.
  fileprivate func mixed(_ keys: KeyTable) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ word: Int64) {
      hash = (hash ^ UInt64(bitPattern: word)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    let key = keys.keys[Int(self.key)]
    mix(number)
    mix(at)
    mix(floorSeconds(received))
    mix(amount)
    mix(Int64(customer))
    mix(Int64(key.kindNumber) << 8 | Int64(key.leverNumber))
    mix(Int64(key.play) << 32 | Int64(key.member))
    mix(Int64(key.channel) << 32 | Int64(key.currency))
    mix(detail.tax)
    mix(Int64(detail.deal))
    mix(Int64(detail.from) << 32 | Int64(detail.to))
    mix(Int64(detail.stage.rawValue) << 1 | (detail.hasAmount ? 1 : 0))
    return hash
  }
}
