/// The static files of every page. They come with the program and change only with it.
public enum Asset: String, CaseIterable, Sendable {
  /// The style sheet of all pages.
  case style = "style.css"
  /// The additional style sheet of the wall.
  case wall = "wall.css"
  /// The script that makes pages live; they work without it.
  case script = "pages.js"

  /// The file as it is sent.
  public var bytes: [UInt8] {
    switch self {
    case .style: PackageResources.style_css
    case .wall: PackageResources.wall_css
    case .script: PackageResources.pages_js
    }
  }

  /// The file's media type.
  public var mediaType: String {
    switch self {
    case .style, .wall: "text/css; charset=utf-8"
    case .script: "text/javascript; charset=utf-8"
    }
  }

  /// The file's path. It contains a hash of the content, so that browsers may cache it forever.
  public var path: String { Asset.paths[self] ?? "/assets/\(rawValue)" }

  private static let paths = Dictionary(
    uniqueKeysWithValues: Asset.allCases.map { ($0, "/assets/\(mark($0.bytes))/\($0.rawValue)") })

  /// The FNV-1a hash of 64 bits, in hexadecimal.
  ///
  /// Source: Fowler, Noll and Vo, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft).
  private static func mark(_ bytes: [UInt8]) -> String {
    let hash = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}
