internal import Facts
internal import HTTPTypes
internal import Hummingbird
internal import Ledger
internal import Synchronization
internal import Tally

/// `GET /metrics`: OpenMetrics 1.0 text.
struct Metrics {
  let house: House

  func get(_ request: Request, _ visit: Visit) async throws -> Response {
    let waiting = try house.ledger.quarantineCount()
    house.counters.quarantineWaiting.store(waiting, ordering: .relaxed)
    return Response.content(
      text, "application/openmetrics-text; version=1.0.0; charset=utf-8")
  }

  private var text: String {
    let counters = house.counters
    let snapshot = house.newest.snapshot
    var lines: [String] = []
    func counter(_ name: String, _ help: String, _ value: Int) {
      lines += [
        "# TYPE fulcrum_\(name) counter", "# HELP fulcrum_\(name) \(help)",
        "fulcrum_\(name)_total \(value)",
      ]
    }
    func gauge(_ name: String, _ help: String, _ value: String) {
      lines += [
        "# TYPE fulcrum_\(name) gauge", "# HELP fulcrum_\(name) \(help)",
        "fulcrum_\(name) \(value)",
      ]
    }
    counter(
      "facts_kept", "New facts received.", counters.kept.load(ordering: .relaxed))
    counter(
      "facts_known", "Duplicate facts received.", counters.known.load(ordering: .relaxed))
    counter(
      "facts_quarantined", "Quarantined facts received.",
      counters.quarantined.load(ordering: .relaxed))
    counter(
      "sign_ins_refused", "Failed sign-ins.",
      counters.refusedLogins.load(ordering: .relaxed))
    counter(
      "audits", "Full recomputations of the live sums.",
      counters.audits.load(ordering: .relaxed))
    counter(
      "audit_differences", "Figures that differed in a full recomputation.",
      counters.differences.load(ordering: .relaxed))
    counter(
      "writes_failed", "Transactions that could not be written.",
      counters.writesFailed.load(ordering: .relaxed))
    counter(
      "uses_not_noted", "Times that a use of a session or token could not be noted.",
      counters.usesNotNoted.load(ordering: .relaxed))
    let last = counters.lastWrite.load(ordering: .relaxed)
    gauge(
      "last_write_seconds", "Time since the last write; -1 before the first.",
      last == 0 ? "-1" : "\(Double(house.now().milliseconds - last) / 1000)")
    gauge(
      "clock_behind_seconds", "Time by which the clock is behind the ledger's last entry.",
      "\(Double(counters.clockBehind.load(ordering: .relaxed)) / 1000)")
    gauge(
      "quarantine_waiting", "Rows in quarantine.",
      "\(counters.quarantineWaiting.load(ordering: .relaxed))")
    gauge(
      "log_lines_lost", "Lines of the log that could not be written.",
      "\(house.settings.lostLogLines())")
    gauge("ready", "Whether facts are accepted.", house.conditions.isReady ? "1" : "0")
    for kind in Conditions.Kind.allCases {
      if kind == .writes {
        lines += [
          "# TYPE fulcrum_condition gauge",
          "# HELP fulcrum_condition Active conditions.",
        ]
      }
      lines.append(
        "fulcrum_condition{kind=\"\(kind.rawValue)\"} \(house.conditions.has(kind) ? 1 : 0)")
    }
    gauge("facts_waiting", "Facts that wait to be written.", "\(house.keeper.waiting)")
    gauge("facts", "Facts on the board.", "\(snapshot.ledger.facts)")
    gauge("snapshot", "Snapshots made since the start.", "\(snapshot.number)")
    gauge(
      "snapshot_age_seconds", "Age of the newest snapshot.",
      "\(Double(house.now().milliseconds - snapshot.made.milliseconds) / 1000)")
    gauge("live_pages", "Open live pages.", "\(house.newest.listeners)")
    lines += requests(counters)
    return lines.joined(separator: "\n") + "\n# EOF\n"
  }

  private func requests(_ counters: Counters) -> [String] {
    var lines = [
      "# TYPE fulcrum_requests counter", "# HELP fulcrum_requests Requests answered, by status.",
    ]
    for entry in counters.byStatus {
      lines.append("fulcrum_requests_total{status=\"\(entry.status)\"} \(entry.count)")
    }
    lines += [
      "# TYPE fulcrum_request_seconds histogram", "# UNIT fulcrum_request_seconds seconds",
      "# HELP fulcrum_request_seconds Duration of requests.",
    ]
    let times = counters.times
    var sum = 0
    for (place, count) in times.counts.enumerated() {
      sum += count
      let bound =
        place < Counters.Spent.bounds.count ? "\(Counters.Spent.bounds[place])" : "+Inf"
      lines.append("fulcrum_request_seconds_bucket{le=\"\(bound)\"} \(sum)")
    }
    return lines + [
      "fulcrum_request_seconds_count \(sum)", "fulcrum_request_seconds_sum \(times.sum)",
    ]
  }
}
