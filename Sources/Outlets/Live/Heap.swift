internal import CMalloc

/// The memory that the process has from the system.
enum Heap {
  /// Returns free memory to the system (malloc_trim(3)). Otherwise the peak of a fold stays with the allocator.
  static func trim() { _ = malloc_trim(0) }
}
