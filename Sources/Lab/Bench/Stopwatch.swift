import Foundation

/// Measures wall time and processor time of this process.
struct Stopwatch {
  private let wall = Stopwatch.read(CLOCK_MONOTONIC)
  private let core = Stopwatch.read(CLOCK_PROCESS_CPUTIME_ID)

  /// Nanoseconds since the stopwatch was created.
  var elapsed: (wall: Double, core: Double) {
    (Stopwatch.read(CLOCK_MONOTONIC) - wall, Stopwatch.read(CLOCK_PROCESS_CPUTIME_ID) - core)
  }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}

/// Repeated timings of one task; their medians count.
struct Timings {
  private var walls: [Double] = []
  private var cores: [Double] = []

  /// Times `times` runs.
  mutating func run(_ times: Int, _ body: () throws -> Void) rethrows {
    for _ in 0..<times { try add(body) }
  }

  /// Times one run.
  mutating func add(_ body: () throws -> Void) rethrows {
    let watch = Stopwatch()
    try body()
    let elapsed = watch.elapsed
    walls.append(elapsed.wall)
    cores.append(elapsed.core)
  }

  /// The median wall time in nanoseconds.
  var wall: Double { Timings.median(walls) }
  /// The median processor time in nanoseconds, over all processors.
  var core: Double { Timings.median(cores) }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// The memory of this process as the kernel counts it.
enum Memory {
  /// The resident memory now and at its peak, in MiB; 0 if the kernel does not report it.
  static var resident: (now: Double, peak: Double) {
    guard let status = FileManager.default.contents(atPath: "/proc/self/status") else {
      return (0, 0)
    }
    let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
    func field(_ name: String) -> Double {
      let line = lines.first { $0.hasPrefix(name + ":") }
      let words = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }) ?? []
      return (words.count > 1 ? Double(words[1]) ?? 0 : 0) / 1024
    }
    return (field("VmRSS"), field("VmHWM"))
  }
}
