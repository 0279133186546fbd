internal import Facts
internal import Ledger
internal import Surfaces
internal import Synchronization

/// Caches the Chronicle's notes: reads all once, and then only those that are new.
final class NoteBook: Sendable {
  private struct State {
    var last: Int64 = 0
    var notes: [KeptNote] = []
    var retracted: Set<Int64> = []
  }

  private let state = Mutex(State())

  /// Returns every note that has not been retracted, including those of a moment ago.
  ///
  /// - Throws: ``Refusal`` if the ledger cannot be read.
  func notes(_ ledger: FactLedger) throws -> [KeptNote] {
    let last = try ledger.lastNumber()
    return try state.withLock { state in
      if last > state.last {
        let new = try ledger.notes(after: state.last, through: last)
        state.notes += new.notes
        // A retraction may name a note that came after it, or another retraction.
        if new.hasRetractions || !new.notes.isEmpty {
          state.retracted = try ledger.retracted()
        }
        state.last = last
      }
      return state.notes.filter { !state.retracted.contains($0.number) }
    }
  }
}

extension ChroniclePage.Entry {
  /// Creates the page's entry from a stored note; nil for a fact of another kind.
  init?(_ kept: KeptNote) {
    guard case .note(let note) = kept.fact.body else { return nil }
    self.init(
      id: kept.fact.id.text, at: kept.fact.at, member: kept.fact.member?.text,
      play: kept.fact.play?.text, note: note)
  }
}
