/// The files that every page asks for: they come with the program and change only with it.
public enum Asset: String, CaseIterable, Sendable {
  /// How pages look.
  case style = "style.css"
  /// How the screen across the room looks, beside ``style``.
  case wall = "wall.css"
  /// What makes pages live; they work without it.
  case script = "pages.js"

  /// The file as it is sent.
  public var bytes: [UInt8] {
    switch self {
    case .style: PackageResources.style_css
    case .wall: PackageResources.wall_css
    case .script: PackageResources.pages_js
    }
  }

  /// Its media type.
  public var mediaType: String {
    switch self {
    case .style, .wall: "text/css; charset=utf-8"
    case .script: "text/javascript; charset=utf-8"
    }
  }

  /// Where pages ask for it; another address for other content, so that it may be kept for good.
  public var path: String { Asset.paths[self] ?? "/assets/\(rawValue)" }

  private static let paths = Dictionary(
    uniqueKeysWithValues: Asset.allCases.map { ($0, "/assets/\(mark($0.bytes))/\($0.rawValue)") })

  /// 64 bits of FNV-1a in hexadecimal.
  ///
  /// Source: Fowler, Noll and Vo, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft).
  private static func mark(_ bytes: [UInt8]) -> String {
    let hash = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}
