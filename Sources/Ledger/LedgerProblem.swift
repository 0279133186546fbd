public import Facts

/// The errors of opening, reading and writing a ledger.
public enum LedgerProblem: Explained, Hashable, Sendable {
  case missing(path: String)
  case exists(path: String)
  /// A ledger's own file already exists together with SQLite's files beside it, or only the
  /// latter do.
  case existWithLog(paths: [String])
  case notALedger(path: String, detail: String)
  case damaged(path: String, detail: String)
  /// A backup to be read has a WAL beside it, with facts that the backup lacks.
  case inUse(path: String, log: String)
  case newer(path: String)
  case cannotRead(detail: String)
  case cannotWrite(detail: String)
  /// A file cannot be moved into place.
  case cannotPlace(path: String, detail: String)
  /// The file is no longer at the path where it was opened: moved, deleted or replaced.
  case moved(path: String)
  case noPlan
  /// A change that the ledger's state does not allow.
  case refused(problem: String, remedy: String)

  /// The problem, in one clause.
  public var problem: String {
    switch self {
    case .missing(let path): "there is no ledger at \(path)"
    case .exists(let path): "\(path) is there already"
    case .existWithLog(let paths): "\(paths.joined(separator: " and ")) are there already"
    case .notALedger(let path, let detail): "\(path) is not a Fulcrum ledger (\(detail))"
    case .damaged(let path, let detail): "\(path) is damaged: \(detail)"
    case .inUse(let path, let log):
      "\(path) is in use, or was when its process was ended: \(log) has facts that are not in it"
    case .newer(let path): "\(path) was written by a newer Fulcrum"
    case .cannotRead(let detail): "the ledger cannot be read: \(detail)"
    case .cannotWrite(let detail): "the ledger cannot be written: \(detail)"
    case .cannotPlace(let path, let detail): "\(path) cannot be written: \(detail)"
    case .moved(let path):
      "the ledger is not at \(path) any more: it was moved, deleted or replaced"
    case .noPlan: "the ledger has no plan yet"
    case .refused(let problem, _): problem
    }
  }

  /// The remedy.
  public var remedy: String {
    switch self {
    case .missing: "start one with 'fulcrum init', or name another with --ledger PATH"
    case .exists: "name another path, or move that file away first"
    case .existWithLog:
      "name another path, or move all of these away together: the facts kept last are in the log"
    case .notALedger: "check --ledger and FULCRUM_LEDGER"
    case .damaged: "use an older backup"
    case .inUse: "copy it with 'fulcrum backup', and restore that"
    case .newer: "use the Fulcrum that wrote it, or a later one"
    case .cannotRead: "check that the file is whole with 'fulcrum doctor', or restore a backup"
    case .cannotWrite: "check free disk space and the folder's permissions, then run it again"
    case .cannotPlace: "check free disk space and the folder's permissions, then run it again"
    case .moved: "put it back, then start Fulcrum again; nothing was kept since"
    case .refused(_, let remedy): remedy
    case .noPlan: "write one and apply it with 'fulcrum plan apply plan.yaml'"
    }
  }
}
