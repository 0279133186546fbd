internal import Foundation
internal import Glibc

/// Bytes to read, a chunk at a time and never all at once: a file, standard input, or bytes at hand.
public struct ByteSource: Sendable {
  /// The file's name, as rejections say it.
  public let name: String
  /// How many bytes there are; nil where only the end tells.
  public let size: Int?
  private var origin: Origin
  private let chunk: Int

  /// Bytes read at once unless told otherwise: 1 MiB, past which a file is read no faster.
  public static let defaultChunk = 1 << 20

  private enum Origin: Sendable {
    case file(FileHandle)
    case memory(ArraySlice<UInt8>)
  }

  /// A file, or standard input where the path is `-`.
  ///
  /// - Throws: ``IntakeProblem`` when there is no such file, or it may not be read.
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

  /// Bytes at hand, given out in pieces of `chunk`.
  public init(name: String, bytes: [UInt8], chunk: Int = defaultChunk) {
    self.name = name
    self.chunk = max(1, chunk)
    size = bytes.count
    origin = .memory(bytes[...])
  }

  /// A text at hand.
  public init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }

  /// The next bytes; empty at the end.
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

  /// Nil for what is no ordinary file: a pipe's length is not known.
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
