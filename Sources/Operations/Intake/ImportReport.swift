public import Intake
internal import Ledger
internal import Surfaces

/// The result of importing one file, and its text.
public struct ImportReport: Sendable {
  let source: String
  let file: String
  let isDryRun: Bool
  /// Rows read, by what became of them.
  public internal(set) var counts = IntakeCounts()
  /// New facts.
  public internal(set) var kept = 0
  /// Duplicates: facts that the ledger already held.
  public internal(set) var known = 0
  /// Conflicts: facts whose id is stored with other content.
  public internal(set) var refused = 0
  /// Rows new in quarantine.
  public internal(set) var quarantined = 0
  /// Rows that quarantine already had.
  public internal(set) var quarantinedBefore = 0
  var remarks: [Remark] = []
  /// The first refused rows, to show as examples.
  var samples: [Rejection] = []

  init(source: String, file: String, isDryRun: Bool) {
    self.source = source
    self.file = file
    self.isDryRun = isDryRun
  }

  mutating func add(_ outcome: LedgerWriter.Outcome) {
    kept += outcome.kept
    known += outcome.known
    refused += outcome.conflicts.count
    quarantined += outcome.quarantined
    quarantinedBefore += outcome.quarantinedBefore
  }

  mutating func add(_ batch: IntakeBatch) {
    counts += batch.counts
    samples += batch.rejections.prefix(max(0, ImportReport.shown - samples.count))
    if isDryRun { quarantined += batch.rejections.count }
  }

  private static let shown = 3

  /// The counts, which add up, then remarks and examples.
  public var text: String {
    let n = { (count: Int) in Figures.count(count) }
    var lines = [
      "\(file): \(Figures.plural(counts.rows, "row")) read = \(n(counts.giving)) gave facts "
        + "+ \(n(counts.leftOut)) left out + \(n(counts.refused)) refused"
    ]
    if isDryRun {
      lines.append("  \(n(counts.facts)) facts would be imported; nothing was stored (--dry-run)")
    } else {
      lines.append(
        "  \(Figures.plural(counts.facts, "fact")) = \(n(kept)) new + \(Figures.plural(known, "duplicate")) "
          + "+ \(Figures.plural(refused, "conflict")) (same id, other content)")
    }
    if quarantined + quarantinedBefore > 0 { lines.append("  " + quarantineText) }
    lines += remarks.map { "  Note: \($0.sentence)" }
    if !isDryRun, kept == 0, quarantined == 0 { lines.append("  Nothing changed.") }
    if isDryRun || quarantined > 0 {
      lines += samples.map { "  " + RejectionText.text($0).replacing("\n  ", with: "\n    ") }
    }
    return lines.map(\.trimmedEnd).joined(separator: "\n")
  }

  /// True if a row was refused, now or before.
  public var hasQuarantined: Bool { quarantined + quarantinedBefore > 0 }

  private var quarantineText: String {
    if isDryRun { return "\(Figures.plural(quarantined, "row")) would go to quarantine" }
    let see = "; see 'fulcrum quarantine list'"
    let before = Figures.plural(quarantinedBefore, "row")
    if quarantined == 0 { return "\(before) refused, as before" + see }
    let also = quarantinedBefore > 0 ? ", \(before) refused as before" : ""
    return "\(Figures.plural(quarantined, "row")) went to quarantine\(also)\(see)"
  }
}

extension String {
  /// The text without trailing white space.
  var trimmedEnd: String {
    var text = self
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
