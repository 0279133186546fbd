/// Writes one range of customers into columns: counts by stream and customer, sorts, writes.
struct BinCluster {
  private let streams: [Stream]
  private let slots: Int
  private let sources: [IndexBins]
  private let keyOf: [[UInt32]]
  /// The number of (stream, customer of a bin) pairs; streams are the major order.
  private static let places = StreamKind.allCases.count * IndexBins.customersPerBin

  /// Writes to `streams` the rows that workers collected in `sources`, in the order kept.
  ///
  /// `keyOf` maps each worker's keys to the index's keys.
  init(_ streams: [Stream], slots: Int, _ sources: [IndexBins], _ keyOf: [[UInt32]]) {
    self.streams = streams
    self.slots = slots
    self.sources = sources
    self.keyOf = keyOf
  }

  /// Writes a bin; `begin` and `details` are each stream's first row and first detail.
  func fill(_ bin: Int, rows begin: SIMD8<UInt32>, details: SIMD8<UInt32>) {
    var next = Lane<UInt32>(capacity: BinCluster.places + 1)
    next.fill(0, count: BinCluster.places + 1)
    for source in sources { source.each(of: bin) { next[$0.place + 1] &+= 1 } }
    for place in 0..<BinCluster.places { next[place + 1] &+= next[place] }
    var placed = Lane<IndexBins.Row>(capacity: Int(next[BinCluster.places]))
    placed.stretch(to: Int(next[BinCluster.places]))
    var more: [IndexBins.More] = []
    for (source, keyOf) in zip(sources, keyOf) {
      source.each(of: bin) { row in
        var row = row
        row.key = keyOf[Int(row.key)]
        if row.hasMore {
          more.append(source.more[Int(row.amount)])
          row.amount = Int32(more.count - 1)
        }
        placed[Int(next[row.place])] = row
        next[row.place] &+= 1
      }
    }
    // Each entry of `next` is now the start of the next customer's rows.
    let first = bin * IndexBins.customersPerBin
    let width = min(IndexBins.customersPerBin, slots - first)
    var from = 0
    for (kind, stream) in streams.enumerated() where stream.count > 0 {
      let place = kind * IndexBins.customersPerBin
      let shift = Int(begin[kind]) - from
      let start = from
      for customer in 0..<width {
        stream.starts.set(first + customer, UInt32(from + shift))
        let end = Int(next[place + customer])
        if end > from + 1 { placed.sort(from..<end) { $0.precedes($1) } }
        from = end
      }
      write(placed, start..<from, to: stream, shift, more, detail: Int(details[kind]))
    }
  }

  /// Writes rows to a stream, `shift` places further on.
  private func write(
    _ placed: borrowing Lane<IndexBins.Row>, _ rows: Range<Int>, to stream: Stream, _ shift: Int,
    _ more: [IndexBins.More], detail: Int
  ) {
    var detail = detail
    for place in rows {
      let row = placed[place]
      let target = place + shift
      stream.seconds.set(target, row.seconds)
      stream.number.set(target, row.number)
      stream.received.set(target, row.received)
      if !stream.millis.isEmpty { stream.millis.set(target, row.millis) }
      if stream.key32.isEmpty {
        stream.key16.set(target, UInt16(truncatingIfNeeded: row.key))
      } else {
        stream.key32.set(target, row.key)
      }
      var amount = Int64(row.amount)
      if row.hasMore {
        let own = more[Int(row.amount)]
        amount = own.amount
        if let fact = own.detail {
          stream.detailRows.set(detail, UInt32(target))
          stream.details.set(detail, fact)
          detail += 1
        }
      }
      if !stream.amount32.isEmpty {
        stream.amount32.set(target, Int32(truncatingIfNeeded: amount))
      } else if !stream.amount64.isEmpty {
        stream.amount64.set(target, amount)
      }
    }
  }
}
