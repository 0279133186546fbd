/// What keeps a ledger from being opened, read or written.
public enum LedgerProblem: Error, Hashable, Sendable {
  case missing(path: String)
  case exists(path: String)
  case notALedger(path: String, detail: String)
  case newer(path: String)
  case cannotRead(detail: String)
  case cannotWrite(detail: String)
  case noPlan
  /// A step in a payout's life that does not follow from where it stands.
  case payStep(problem: String, remedy: String)

  /// What is wrong, in one clause.
  public var problem: String {
    switch self {
    case .missing(let path): "there is no ledger at \(path)"
    case .exists(let path): "\(path) is there already"
    case .notALedger(let path, let detail): "\(path) is not a Fulcrum ledger (\(detail))"
    case .newer(let path): "\(path) was written by a newer Fulcrum"
    case .cannotRead(let detail): "the ledger cannot be read: \(detail)"
    case .cannotWrite(let detail): "the ledger cannot be written: \(detail)"
    case .noPlan: "the ledger has no plan yet"
    case .payStep(let problem, _): problem
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .missing: "start one with 'fulcrum init', or name another with --ledger PATH"
    case .exists: "name another path, or move that file away first"
    case .notALedger: "check --ledger and FULCRUM_LEDGER"
    case .newer: "use the Fulcrum that wrote it, or a later one"
    case .cannotRead: "check that the file is whole with 'fulcrum doctor', or restore a backup"
    case .cannotWrite: "check free disk space and the folder's permissions, then run it again"
    case .payStep(_, let remedy): remedy
    case .noPlan: "write one and put it in force with 'fulcrum plan apply plan.yaml'"
    }
  }
}
