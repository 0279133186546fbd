internal import Foundation
internal import Glibc

/// A source of bytes that is read in chunks, never all at once: a file, standard input, or
/// memory.
public struct ByteSource: Sendable {
  /// The file's name, as rejections show it.
  public let name: String
  /// The size in bytes; nil if it isn't known before the end.
  public let size: Int?
  private var origin: Origin
  private let chunk: Int

  /// The default chunk in bytes: 1 MiB; larger chunks don't read a file faster.
  public static let defaultChunk = 1 << 20

  private enum Origin: Sendable {
    case file(FileHandle)
    case memory(ArraySlice<UInt8>)
  }

  /// A file, or standard input if the path is `-`.
  ///
  /// - Throws: ``IntakeProblem`` if the file doesn't exist, is a folder or may not be read.
  public init(path: String, chunk: Int = defaultChunk) throws(IntakeProblem) {
    self.chunk = max(1, chunk)
    if path == "-" {
      name = "standard input"
      size = nil
      origin = .file(FileHandle.standardInput)
      return
    }
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .noFile(path)
    }
    guard !isFolder.boolValue else { throw .folder(path) }
    guard let handle = FileHandle(forReadingAtPath: path) else { throw .cannotOpen(path) }
    name = URL(fileURLWithPath: path).lastPathComponent
    size = ByteSource.size(of: path)
    origin = .file(handle)
  }

  /// Bytes in memory, returned in pieces of `chunk` bytes.
  public init(name: String, bytes: [UInt8], chunk: Int = defaultChunk) {
    self.name = name
    self.chunk = max(1, chunk)
    size = bytes.count
    origin = .memory(bytes[...])
  }

  /// A text in memory, as UTF-8.
  public init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }

  /// The next chunk; empty at the end.
  mutating func next() throws(IntakeProblem) -> [UInt8] {
    switch origin {
    case .file(let handle):
      do { return try handle.read(upToCount: chunk).map { [UInt8]($0) } ?? [] } catch {
        throw .cannotRead(name, detail: String(cString: strerror(errno)))
      }
    case .memory(let left):
      origin = .memory(left.dropFirst(chunk))
      return Array(left.prefix(chunk))
    }
  }

  /// The size of an ordinary file; nil for anything else, as a pipe's length isn't known.
  private static func size(of path: String) -> Int? {
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      guard attributes[.type] as? FileAttributeType == .typeRegular else { return nil }
      return (attributes[.size] as? NSNumber)?.intValue
    } catch {
      return nil
    }
  }
}
