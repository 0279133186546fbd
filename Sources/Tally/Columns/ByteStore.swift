import Foundation

/// A stretch of memory that columns lie in: a file mapped for reading, or memory of its own.
///
/// Written only before it is shared; after that it never changes. The address is kept as a number, so
/// that the store can be shared between threads.
final class ByteStore: Sendable {
  /// Where the first byte lies; 0 where there are none.
  let address: UInt
  /// How many bytes there are.
  let count: Int
  private let isMapped: Bool
  /// Whether a file has the bytes too.
  private let hasFile: Bool

  /// Memory of its own, all zero.
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

  /// Memory of its own whose every byte is written before it is read.
  init(unwritten count: Int) {
    self.count = count
    hasFile = false
    isMapped = false
    let memory = count > 0 ? malloc(count) : nil
    precondition(count == 0 || memory != nil, "no memory for \(count) bytes")
    address = UInt(bitPattern: memory)
  }

  /// The bytes of a file: for reading, or for writing where the file is being made.
  ///
  /// - Throws: what the system says, as text.
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

  /// From how many bytes on memory is asked of the system page by page.
  private static let mapFrom = 1 << 20

  /// A column of so many elements from a byte on.
  func column<Element: BitwiseCopyable>(
    _ type: Element.Type = Element.self, at offset: Int, count elements: Int
  ) -> Column<Element> {
    let size = elements * MemoryLayout<Element>.stride
    precondition(offset >= 0 && elements >= 0 && offset + size <= count, "past the store's end")
    precondition(offset % MemoryLayout<Element>.alignment == 0, "out of alignment")
    return Column(address: address + UInt(offset), count: elements)
  }

  /// Lets go of the memory of a file's stretch that will not be needed soon; it is read again if it is.
  /// Memory that no file has stays.
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
