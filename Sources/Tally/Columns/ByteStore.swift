import Foundation

/// Memory that holds columns: a mapped file or an allocation.
///
/// Written only before it is shared, immutable afterwards. The address is stored as a number, so
/// that the store can be shared between threads.
final class ByteStore: Sendable {
  /// The address of the first byte; 0 if the store is empty.
  let address: UInt
  /// The size in bytes.
  let count: Int
  private let isMapped: Bool
  /// True if a file backs the memory.
  private let hasFile: Bool

  /// Allocates zeroed memory.
  init(zeroed count: Int) {
    self.count = count
    hasFile = false
    isMapped = count >= ByteStore.mapFrom
    guard count > 0 else {
      address = 0
      return
    }
    if isMapped {
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
      let memory = mmap(nil, count, PROT_READ | PROT_WRITE, flags, -1, 0)
      address = memory == MAP_FAILED ? 0 : UInt(bitPattern: memory)
      precondition(address != 0, "no memory for \(count) bytes")
    } else {
      address = UInt(bitPattern: calloc(count, 1))
      precondition(address != 0, "no memory for \(count) bytes")
    }
  }

  /// Allocates uninitialized memory; the caller writes every byte before reading it.
  init(unwritten count: Int) {
    self.count = count
    hasFile = false
    isMapped = false
    let memory = count > 0 ? malloc(count) : nil
    precondition(count == 0 || memory != nil, "no memory for \(count) bytes")
    address = UInt(bitPattern: memory)
  }

  /// Maps the bytes of a file, read-only, or writable while the file is being made.
  ///
  /// - Throws: ``IndexProblem/unreadable(detail:)`` with the system's error text.
  init(mapping descriptor: Int32, count: Int, writing: Bool = false) throws(IndexProblem) {
    self.count = count
    hasFile = true
    isMapped = true
    guard count > 0 else {
      address = 0
      return
    }
    let access = writing ? PROT_READ | PROT_WRITE : PROT_READ
    let memory = mmap(nil, count, access, MAP_SHARED, descriptor, 0)
    guard memory != MAP_FAILED, let memory else {
      throw .unreadable(detail: String(cString: strerror(errno)))
    }
    address = UInt(bitPattern: memory)
  }

  deinit {
    guard let memory = UnsafeMutableRawPointer(bitPattern: address) else { return }
    if isMapped { munmap(memory, count) } else { free(memory) }
  }

  /// The size in bytes from which zeroed memory is mapped instead of allocated from the heap.
  private static let mapFrom = 1 << 20

  /// A column of a number of elements that starts at a byte offset.
  func column<Element: BitwiseCopyable>(
    _ type: Element.Type = Element.self, at offset: Int, count elements: Int
  ) -> Column<Element> {
    let size = elements * MemoryLayout<Element>.stride
    precondition(offset >= 0 && elements >= 0 && offset + size <= count, "past the store's end")
    precondition(offset % MemoryLayout<Element>.alignment == 0, "out of alignment")
    return Column(address: address + UInt(offset), count: elements)
  }

  /// Releases the memory of a file's byte range that isn't needed soon; the system reads it again
  /// on use.
  ///
  /// Memory without a file is kept.
  func release(_ range: Range<Int>) {
    let page = 4096
    let first = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound / page * page
    guard hasFile, end > first,
      let start = UnsafeMutableRawPointer(bitPattern: address + UInt(first))
    else { return }
    madvise(start, end - first, MADV_DONTNEED)
  }
}
