internal import Facts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Intake
internal import Ledger
internal import Logging
internal import Operations
internal import Surfaces

extension WriteRoutes {
  /// The most bytes of a file; larger ones are imported on the command line.
  static let fileLimit = 64 << 20

  /// Imports a file. The request is a multipart form with `source` and `file`, or the file as the
  /// body with `?source=` and the file's name in `&file=`.
  func importFile(_ request: Request, _ visit: Visit) async throws -> Response {
    let type = request.headers[.contentType] ?? ""
    let isForm = type.hasPrefix("multipart/form-data")
    let query = request.uri.queryParameters
    var source = query["source"].map(String.init)
    var name = query["file"].map(String.init) ?? "upload"
    let bytes: ArraySlice<UInt8>
    if isForm {
      let form = try await Form.read(request, visit, limit: WriteRoutes.fileLimit)
      source = form["source"]
      guard let file = form.files["file"] else {
        throw Refusal(
          .unprocessableContent, "the file is missing", "choose one", pointer: "/file")
      }
      (name, bytes) = (file.name.isEmpty ? name : file.name, file.bytes)
    } else {
      guard visit.csrfToken == nil else {
        throw Refusal(
          .forbidden, "a browser sends files as a form", "use the form on the page Data")
      }
      bytes = try await visit.body(of: request, limit: WriteRoutes.fileLimit)[...]
    }
    guard let source else {
      throw Refusal(
        .unprocessableContent, "the source is missing", "name one of 'fulcrum sources'",
        pointer: "/source")
    }
    let report = try await take(bytes, named: name, source, by: visit.principal)
    await house.board.refresh()
    guard isForm, request.wantsPage else { return .json(WriteRoutes.json(report)) }
    return try await page(.imported(file: name, report), request, visit)
  }

  private func take(
    _ bytes: ArraySlice<UInt8>, named name: String, _ source: String, by principal: Principal
  ) async throws -> ImportReport {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("fulcrum-\(Secret.make())")
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch { throw WriteRoutes.noRoom }
    defer { WriteRoutes.remove(folder, house) }
    let path = folder.appendingPathComponent(WriteRoutes.fileName(name))
    do { try Data(bytes).write(to: path) } catch { throw WriteRoutes.noRoom }
    let sources = SourceList(try house.ledger.plan(at: .distantFuture))
    let run = ImportRun(
      try sources.reader(source, path.path, at: house.now()), source: source, file: name,
      by: principal)
    return try await run.run(house.ledger, house.keeper, at: house.now)
  }

  private static let noRoom = Refusal(
    .serviceUnavailable, "the file cannot be put aside", "check free space in the temporary folder")

  private static func remove(_ folder: URL, _ house: House) {
    do { try FileManager.default.removeItem(at: folder) } catch {
      house.logger.warning("A file stays behind", metadata: ["folder": "\(folder.path)"])
    }
  }

  /// A safe file name: the last part of a path, without characters that could lead elsewhere.
  static func fileName(_ name: String) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let plain = last.filter { $0.isLetter || $0.isNumber || "._- ".contains($0) }
    return plain.isEmpty || plain.hasPrefix(".") ? "upload" : String(plain.prefix(100))
  }

  /// The form of what is said of an import.
  static let importSchema = JSONSchema.object([
    "rows": .count, "kept": .count, "known": .count, "quarantined": .count, "text": .text,
  ])

  private static func json(_ report: ImportReport) -> JSON {
    .members([
      "rows": .integer(report.counts.rows), "kept": .integer(report.kept),
      "known": .integer(report.known),
      "quarantined": .integer(report.quarantined + report.quarantinedBefore),
      "text": .string(report.text),
    ])
  }
}
