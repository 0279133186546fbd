import Glibc
internal import Ledger
internal import Synchronization

/// An index in a file beside its ledger, written whole or not at all.
enum IndexFile {
  /// The path of a ledger's index.
  static func path(besideLedger path: String) -> String { path + ".index" }

  /// Opens an index and verifies every section.
  ///
  /// - Throws: ``IndexProblem`` if the file is missing, incomplete or damaged.
  static func open(_ path: String) throws(IndexProblem) -> IndexImage {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .missing : .unreadable(detail: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    let size = lseek(descriptor, 0, SEEK_END)
    guard size > 0 else { throw .damaged(detail: "it is empty") }
    return try IndexImage(opening: ByteStore(mapping: descriptor, count: Int(size)))
  }

  /// Counts files begun by this process, as several threads may write one at the same time.
  private static let begun = Atomic<Int>(0)

  /// Removes unfinished files of dead processes; each is as large as an index.
  static func removeAbandoned(_ path: String) {
    for file in WholeFile.abandoned(path) { unlink(file) }
  }

  /// Writes an index under a temporary name, syncs it to disk and renames it to its path.
  static func write(
    _ path: String,
    build: ((Int) throws(IndexProblem) -> ByteStore) throws(IndexProblem) -> IndexImage
  ) throws(IndexProblem) -> IndexImage {
    let making = "\(WholeFile.temporaryPath(path))\(begun.add(1, ordering: .relaxed).newValue)"
    // A killed process with the same process id may have left this file.
    unlink(making)
    let descriptor = Glibc.open(making, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unreadable(detail: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    do throws(IndexProblem) {
      let image = try build { (size: Int) throws(IndexProblem) -> ByteStore in
        // The space is reserved first: writing to a mapping on a full disk would kill the process.
        let refusal = posix_fallocate(descriptor, 0, off_t(size))
        guard refusal == 0 else { throw .unreadable(detail: String(cString: strerror(refusal))) }
        return try ByteStore(mapping: descriptor, count: size, writing: true)
      }
      guard fsync(descriptor) == 0, rename(making, path) == 0 else {
        throw IndexProblem.unreadable(detail: String(cString: strerror(errno)))
      }
      image.releaseCold()
      return image
    } catch {
      unlink(making)
      throw error
    }
  }
}
