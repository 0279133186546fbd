import Intake
import Ledger
import Surfaces

/// The result of importing one file, and its text.
struct ImportReport {
  let source: String
  let file: String
  let isDryRun: Bool
  var counts = IntakeCounts()
  var kept = 0
  var known = 0
  var refused = 0
  var quarantined = 0
  var quarantinedBefore = 0
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
  var text: String {
    let n = { (count: Int) in Figures.count(count) }
    var lines = [
      "\(file): \(Figures.plural(counts.rows, "row")) read = \(n(counts.giving)) gave facts "
        + "+ \(n(counts.leftOut)) left out + \(n(counts.refused)) refused"
    ]
    if isDryRun {
      lines.append("  \(n(counts.facts)) facts would be taken in; nothing was kept (--dry-run)")
    } else {
      lines.append(
        "  \(Figures.plural(counts.facts, "fact")) = \(n(kept)) new + \(n(known)) there already "
          + "+ \(n(refused)) whose id is kept with other content")
    }
    if quarantined + quarantinedBefore > 0 { lines.append("  " + quarantineText) }
    lines += remarks.map { "  Note: \($0.sentence)." }
    if !isDryRun, kept == 0, quarantined == 0 { lines.append("  Nothing changed.") }
    if isDryRun || quarantined > 0 {
      lines += samples.map { "  " + RejectionText.text($0).replacing("\n  ", with: "\n    ") }
    }
    return lines.map(\.trimmedEnd).joined(separator: "\n")
  }

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
