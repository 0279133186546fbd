public import Facts
internal import Intake
public import Ledger

/// One row in quarantine, with forms to fix and replay it, or to drop it.
public struct RowPage: Sendable {
  let row: QuarantinedRow
  let zone: Zone
  let problem: String?

  /// Creates the page of a waiting row. `problem` says why a replay was just refused.
  public init(row: QuarantinedRow, zone: Zone, problem: String? = nil) {
    self.row = row
    self.zone = zone
    self.problem = problem
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    let rejection = row.rejection
    let column: HTML =
      rejection.column.isEmpty ? .nothing : ", column <b>\(rejection.column)</b>"
    return frame.page(
      "Row \(row.number)", .data, live: .still,
      """
      <h1>Row \(row.number): \(rejection.why)</h1>
      <p class="deck">\(rejection.file), line \(rejection.line)\(column), read as \
      ‘\(rejection.source)’; refused \(Wording.moment(row.received, zone)).</p>
      \(problem.map { "<div class=\"told-off\" role=\"alert\"><p>Still refused: \($0)</p></div>" }
        ?? .nothing as HTML)
      <p><b>How to fix it:</b> \(rejection.remedy).</p>
      \(frame.reader.map(forms) ?? .nothing)
      <p><a href="/data">Back to Data</a></p>
      """)
  }

  private func forms(_ reader: Reader) -> HTML {
    guard reader.may.contains(.changeData) else { return "<pre>\(row.rejection.row)</pre>" }
    return """
      <form method="post" action="\(Address.row(row.number))/replay">\(reader.token)
      <label>Corrected row<textarea name="row" class="code" rows="4">\(row.rejection.row)\
      </textarea></label>
      <div class="actions"><button>Import again</button></div></form>
      <form method="post" action="\(Address.row(row.number))/drop">\(reader.token)
      <button class="quiet" data-ask="Drop this row for good? It is kept, but never asked about again.">\
      Drop it</button></form>
      """
  }
}
