internal import Foundation

/// Prints HTML pages to PDF with a headless Chromium.
public enum Chromium {
  private static let names = ["chromium", "chromium-browser", "google-chrome", "chrome"]
  /// Seconds that a page may take.
  private static let patience = 60

  /// Prints an HTML page to a PDF file.
  ///
  /// - Throws: ``Failure`` if there is no Chromium, or the file cannot be written.
  public static func print(_ html: String, to path: String) throws {
    let folder = NSTemporaryDirectory() + "fulcrum-" + UUID().uuidString
    try TextFile.makeFolder(folder)
    let printed = Result { try print(html, to: path, within: folder) }
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      try printed.get()
      throw Failure(problem: "\(folder) stays behind", remedy: "remove it; \(path) is written")
    }
    try printed.get()
  }

  private static func print(_ html: String, to path: String, within folder: String) throws {
    let manager = FileManager.default
    let page = folder + "/page.html"
    let made = folder + "/page.pdf"
    try html.write(toFile: page, atomically: true, encoding: .utf8)
    try run(try program(), page: page, to: made, profile: folder + "/profile")
    guard manager.fileExists(atPath: made) else {
      throw Failure(
        problem: "Chromium printed nothing", remedy: "try --format html and print it by hand")
    }
    if manager.fileExists(atPath: path) { try manager.removeItem(atPath: path) }
    do { try manager.moveItem(atPath: made, toPath: path) } catch {
      throw Failure(
        problem: "\(path) cannot be written", remedy: "check the folder and its permissions")
    }
  }

  private static func run(_ program: String, page: String, to pdf: String, profile: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = [
      "--headless", "--disable-gpu", "--no-sandbox", "--no-first-run", "--disable-extensions",
      "--user-data-dir=\(profile)", "--no-pdf-header-footer", "--print-to-pdf-no-header",
      "--virtual-time-budget=1000", "--timeout=\(patience * 1000)", "--print-to-pdf=\(pdf)",
      "file://\(page)",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
  }

  private static func program() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["FULCRUM_CHROMIUM"], !named.isEmpty { return named }
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    for name in names {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)")
      {
        return "\(folder)/\(name)"
      }
    }
    throw Failure(
      problem: "there is no Chromium here to print a PDF with",
      remedy: "install one (apt-get install chromium), or take --format html and print it")
  }
}
