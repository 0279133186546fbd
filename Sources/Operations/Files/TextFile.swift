internal import Facts
internal import Foundation
internal import Ledger

/// Text files, read and written whole.
public enum TextFile {
  /// Reads a UTF-8 text file.
  ///
  /// - Throws: ``Failure`` if there is no such file, or it isn't UTF-8.
  public static func read(_ path: String) throws(Failure) -> String {
    do { return try String(contentsOfFile: path, encoding: .utf8) } catch {
      let isThere = FileManager.default.fileExists(atPath: path)
      throw Failure(
        problem: isThere ? "\(path) cannot be read as UTF-8 text" : "there is no file \(path)",
        remedy: isThere ? "save it as UTF-8, or check its permissions" : "check the path")
    }
  }

  /// Creates a folder and its parents.
  ///
  /// - Throws: ``Failure`` if it cannot be made.
  public static func makeFolder(_ path: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(
        problem: "the folder \(path) cannot be made", remedy: "check the path and its permissions")
    }
  }

  /// Writes a text file atomically.
  ///
  /// - Throws: `LedgerProblem` if it cannot be written; then nothing is left behind.
  public static func write(
    _ text: String, to path: String, replacing: Bool = true
  ) throws {
    try WholeFile.write(text, making: path)
    do { try WholeFile.place(path, replacing: replacing) } catch {
      unlink(WholeFile.temporaryPath(path))
      throw error
    }
  }
}
