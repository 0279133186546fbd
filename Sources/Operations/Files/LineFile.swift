internal import Foundation

/// A text file written line by line through a buffer. It gets its name only when it is closed.
public final class LineFile {
  private let path: String
  private let handle: FileHandle
  private var buffer = Data()
  private static let enough = 1 << 20

  /// Opens a file beside the one that it becomes.
  ///
  /// - Throws: ``Failure`` if it cannot be written.
  public init(_ path: String) throws(Failure) {
    self.path = path
    guard FileManager.default.createFile(atPath: path + ".part", contents: nil),
      let handle = FileHandle(forWritingAtPath: path + ".part")
    else {
      throw Failure(problem: "\(path) cannot be written", remedy: "check the folder's permissions")
    }
    self.handle = handle
  }

  /// Writes a line.
  public func write(_ line: String) throws {
    buffer.append(contentsOf: line.utf8)
    buffer.append(10)
    if buffer.count >= LineFile.enough { try flush() }
  }

  /// Writes the rest, waits until all is on disk, and gives the file its name.
  public func close() throws {
    try flush()
    do {
      try handle.synchronize()
      try handle.close()
    } catch { throw failure }
    guard rename(path + ".part", path) == 0 else { throw failure }
  }

  private var failure: Failure {
    Failure(
      problem: "\(path) cannot be written",
      remedy: "check free disk space and the folder's permissions")
  }

  private func flush() throws {
    do { try handle.write(contentsOf: buffer) } catch { throw failure }
    buffer.removeAll(keepingCapacity: true)
  }
}
