import Glibc
internal import Ledger
internal import Synchronization

/// An index at rest: one file beside the ledger, put in place whole or not at all.
enum IndexFile {
  /// Where the index of a ledger lies.
  static func path(besideLedger path: String) -> String { path + ".index" }

  /// Opens an index and checks every part of it.
  ///
  /// - Throws: ``IndexProblem`` where there is none, or it is not whole.
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

  /// Counts the files that this process has begun, since several of its threads may make one at once.
  private static let begun = Atomic<Int>(0)

  /// Removes what processes that are no more had begun: each as large as an index.
  static func removeAbandoned(_ path: String) {
    for file in WholeFile.abandoned(path) { unlink(file) }
  }

  /// Makes an index at a path: written under another name, on disk before it takes its place.
  static func write(
    _ path: String,
    build: ((Int) throws(IndexProblem) -> ByteStore) throws(IndexProblem) -> IndexImage
  ) throws(IndexProblem) -> IndexImage {
    let making = "\(WholeFile.making(path))\(begun.add(1, ordering: .relaxed).newValue)"
    // What a process of the same number left behind when it was killed.
    unlink(making)
    let descriptor = Glibc.open(making, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unreadable(detail: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    do throws(IndexProblem) {
      let image = try build { (size: Int) throws(IndexProblem) -> ByteStore in
        // Room is taken first: writing to a mapping past a full disk would end the process.
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
