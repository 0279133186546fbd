internal import Glibc

/// The limit of files, connections among them, that the process may have open.
enum FileLimit {
  /// Raises the limit as far as the system allows, and returns it.
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
