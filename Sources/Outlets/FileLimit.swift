internal import Glibc

/// How many files the process may have open, connections among them.
enum FileLimit {
  /// Raises the limit as far as the system lets it, and gives it.
  static func raised() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    if limit.rlim_cur < limit.rlim_max {
      limit.rlim_cur = limit.rlim_max
      guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    }
    return Int(clamping: limit.rlim_cur)
  }
}
