/// One stretch of customers on its way into columns: counted by stream and customer, put in order, written.
struct BinCluster {
  private let streams: [Stream]
  private let slots: Int
  private let sources: [IndexBins]
  private let keyOf: [[UInt32]]

  /// Writes to `streams` what the workers collected in `sources`, in the order in which facts were kept;
  /// `keyOf` leads from each worker's keys to those to write.
  init(_ streams: [Stream], slots: Int, _ sources: [IndexBins], _ keyOf: [[UInt32]]) {
    self.streams = streams
    self.slots = slots
    self.sources = sources
    self.keyOf = keyOf
  }

  /// Writes a bin whose rows and details begin at these places of each stream.
  func fill(_ bin: Int, rows begin: SIMD8<UInt32>, details: SIMD8<UInt32>) {
    var rows = Lane<IndexBins.Row>(capacity: 4096)
    for (worker, source) in sources.enumerated() {
      source.take(bin, worker: UInt32(worker), into: &rows)
    }
    let first = bin * IndexBins.customersPerBin
    let width = min(IndexBins.customersPerBin, slots - first)
    var next = Lane<UInt32>(capacity: 8 * width + 1)
    next.fill(0, count: 8 * width + 1)
    for index in 0..<rows.count {
      let row = rows[index]
      next[Int(row.stream) * width + Int(row.customer) - first + 1] &+= 1
    }
    for place in 1..<8 * width + 1 { next[place] &+= next[place - 1] }
    var placed = Lane<IndexBins.Row>(capacity: rows.count)
    if rows.count > 0 { placed.fill(rows[0], count: rows.count) }
    for index in 0..<rows.count {
      let row = rows[index]
      let place = Int(row.stream) * width + Int(row.customer) - first
      placed[Int(next[place])] = row
      next[place] &+= 1
    }
    // Each entry of `next` has moved to where the next customer's rows begin.
    var from = 0
    for stream in 0..<streams.count where streams[stream].count > 0 {
      var target = Int(begin[stream])
      var detail = Int(details[stream])
      for customer in 0..<width {
        streams[stream].starts.set(first + customer, UInt32(target))
        let end = Int(next[stream * width + customer])
        if end > from {
          placed.sort(from..<end) { $0.precedes($1) }
          for place in from..<end {
            write(placed[place], to: streams[stream], target, &detail)
            target += 1
          }
          from = end
        }
      }
    }
  }

  @inline(__always)
  private func write(
    _ row: IndexBins.Row, to stream: Stream, _ target: Int, _ detail: inout Int
  ) {
    stream.seconds.set(target, row.seconds)
    if !stream.millis.isEmpty { stream.millis.set(target, row.millis) }
    let key = keyOf[Int(row.worker)][Int(row.key)]
    if stream.key32.isEmpty {
      stream.key16.set(target, UInt16(truncatingIfNeeded: key))
    } else {
      stream.key32.set(target, key)
    }
    if !stream.amount32.isEmpty {
      stream.amount32.set(target, Int32(truncatingIfNeeded: row.amount))
    } else if !stream.amount64.isEmpty {
      stream.amount64.set(target, row.amount)
    }
    stream.number.set(target, row.number)
    stream.received.set(target, row.received)
    guard row.hasDetail else { return }
    stream.detailRows.set(detail, UInt32(target))
    stream.details.set(detail, sources[Int(row.worker)].details[Int(row.detail)])
    detail += 1
  }
}
