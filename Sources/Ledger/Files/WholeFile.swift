import Glibc

/// Creates files and folders atomically. They are written beside the target under another name,
/// synced to disk and moved into place, or removed on failure.
public enum WholeFile {
  /// The temporary name of a file or folder while this process makes it.
  public static func temporaryPath(_ path: String) -> String { "\(path).\(getpid()).part" }

  /// The unfinished files that dead processes left for a path, including SQLite's files beside
  /// them.
  public static func abandoned(_ path: String) -> [String] {
    let name = path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    return abandoned(in: folder(of: path)) { $0 == name }
  }

  /// The unfinished files in a folder that dead processes left, for the names that `isAsked`
  /// accepts.
  public static func abandoned(in folder: String, of isAsked: (String) -> Bool) -> [String] {
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var found: [String] = []
    while let entry = readdir(listing) {
      let file = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let parts = file.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count > 2, parts[parts.count - 1].hasPrefix("part"),
        let process = Int32(parts[parts.count - 2]),
        isAsked(parts.dropLast(2).joined(separator: ".")),
        process != getpid(), kill(process, 0) != 0, errno == ESRCH
      else { continue }
      found.append("\(folder)/\(file)")
    }
    return found
  }

  /// Moves the finished file or folder to its path, and waits until both are on disk. Unless
  /// `replacing`, the path must be free.
  ///
  /// - Throws: ``LedgerProblem/cannotPlace(path:detail:)``.
  public static func place(_ path: String, replacing: Bool = false) throws(LedgerProblem) {
    let making = temporaryPath(path)
    try sync(making, as: path)
    if replacing || isFolder(making) {
      guard rename(making, path) == 0 else { throw problem(path, errno) }
    } else {
      // Unlike rename, link never replaces a file that appeared in between.
      guard link(making, path) == 0 else { throw problem(path, errno) }
      unlink(making)
    }
    do { try sync(folder(of: path), as: path) } catch {
      // A file that replaced nothing is moved back, so that a failure leaves nothing in place.
      if !replacing { rename(path, making) }
      throw error
    }
  }

  /// Writes a text to the temporary name of a path; ``place(_:replacing:)`` then moves it into
  /// place.
  ///
  /// - Throws: ``LedgerProblem/cannotPlace(path:detail:)``; then nothing is left behind.
  public static func write(_ text: String, making path: String) throws(LedgerProblem) {
    let making = temporaryPath(path)
    do throws(LedgerProblem) {
      let file = open(making, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard file >= 0 else { throw problem(path, errno) }
      defer { close(file) }
      try write(Array(text.utf8)[...], to: file, as: path)
    } catch {
      unlink(making)
      throw error
    }
  }

  private static func write(
    _ bytes: ArraySlice<UInt8>, to file: Int32, as path: String
  ) throws(LedgerProblem) {
    var left = bytes
    while !left.isEmpty {
      let more = left.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard more > 0 else { throw problem(path, errno) }
      left = left.dropFirst(more)
    }
  }

  /// Waits until the content of a file or folder is on disk.
  public static func sync(_ file: String, as path: String) throws(LedgerProblem) {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw problem(path, errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw problem(path, errno) }
  }

  /// Copies a file to the temporary name of a path.
  static func copy(_ source: String, making path: String) throws(LedgerProblem) {
    let from = open(source, O_RDONLY | O_CLOEXEC)
    guard from >= 0 else { throw problem(source, errno) }
    defer { close(from) }
    let making = temporaryPath(path)
    let to = open(making, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard to >= 0 else { throw problem(path, errno) }
    defer { close(to) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(from, &buffer, buffer.count)
      guard count >= 0 else { throw problem(source, errno) }
      if count == 0 { return }
      try write(buffer[..<count], to: to, as: path)
    }
  }

  /// Removes a path's unfinished ledger, including SQLite's files beside it.
  static func discard(_ path: String) {
    for suffix in [""] + FactLedger.sqliteSuffixes { remove(temporaryPath(path) + suffix) }
    for file in abandoned(path) { remove(file) }
  }

  /// Removes a file if it exists.
  static func remove(_ path: String) { unlink(path) }

  private static func isFolder(_ path: String) -> Bool {
    var found = stat()
    return stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFDIR
  }

  /// The size of a file in bytes; nil if it doesn't exist.
  static func size(_ path: String) -> Int? {
    var found = stat()
    return stat(path, &found) == 0 ? Int(found.st_size) : nil
  }

  /// The folder that contains a path.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func problem(_ path: String, _ code: Int32) -> LedgerProblem {
    .cannotPlace(path: path, detail: String(cString: strerror(code)))
  }
}

/// The identity of the file at a path, which detects that it was replaced or removed.
struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64

  /// The identity of the file at a path now; nil if there isn't one.
  init?(_ path: String) {
    var found = stat()
    guard stat(path, &found) == 0 else { return nil }
    device = UInt64(found.st_dev)
    inode = UInt64(found.st_ino)
  }
}
