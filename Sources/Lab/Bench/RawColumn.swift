import Foundation
import Operations

/// A file of little-endian values of one type, without a header.
struct RawColumn<Value: BitwiseCopyable & Sendable>: Sendable {
  private let data: Data
  /// The number of values.
  var count: Int { data.count / MemoryLayout<Value>.stride }

  /// Maps the file `name` of a folder.
  init(_ folder: String, _ name: String) throws(Failure) {
    let path = "\(folder)/\(name)"
    do { data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) } catch {
      throw Failure(
        problem: "\(path) cannot be read", remedy: "make it with fulcrum-lab bench generate")
    }
  }

  /// The values of an index range.
  subscript(_ range: Range<Int>) -> [Value] {
    let stride = MemoryLayout<Value>.stride
    return data[range.lowerBound * stride..<range.upperBound * stride].withUnsafeBytes { bytes in
      Array(bytes.bindMemory(to: Value.self))
    }
  }
}

/// Writes such a file through a buffer.
struct RawColumnWriter<Value: BitwiseCopyable> {
  private let file: FileHandle
  private var buffer: [Value] = []
  private static var piece: Int { 1 << 16 }

  init(_ folder: String, _ name: String) throws(Failure) {
    let path = "\(folder)/\(name)"
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else {
      throw Failure(problem: "\(path) cannot be written", remedy: "check the folder and its space")
    }
    self.file = file
  }

  /// Appends a value.
  mutating func append(_ value: Value) throws {
    buffer.append(value)
    if buffer.count == RawColumnWriter.piece { try flush() }
  }

  private mutating func flush() throws {
    let data = buffer.withUnsafeBytes { Data($0) }
    try file.write(contentsOf: data)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes the rest of the buffer and closes the file.
  mutating func finish() throws {
    try flush()
    try file.close()
  }
}
