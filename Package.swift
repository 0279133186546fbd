// swift-tools-version: 6.2
import PackageDescription

/// The strictness every target is built with.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
  // Kernels are generic across stages. Packages from elsewhere are built as they come.
  // Tests see what is internal in the release build too, so that what is tested is what is shipped.
  .unsafeFlags(
    ["-cross-module-optimization", "-enable-testing"], .when(configuration: .release)),
]

/// The tests' own code, which is not worth optimizing.
let testSettings = house + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// Programs carry Swift and Foundation with them, and are all that is linked so: tests link them as they come, from the
/// same objects.
let selfContained: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-lCoreFoundation", "-l_FoundationCShims", "-l_FoundationCollections",
      "-l_FoundationICU", "-lstdc++",
    ], .when(platforms: [.linux], configuration: .release))
]

/// One stage of the way through. A stage may import only what is named here, all of it to its left.
func stage(
  _ name: String, after earlier: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
  .target(name: name, dependencies: earlier, resources: resources, swiftSettings: house)
}

/// The tests of one stage.
func tests(
  of name: String, using others: [Target.Dependency] = [], files: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name)] + others, exclude: files,
    swiftSettings: testSettings)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(
  name: "HummingbirdCore", package: "hummingbird")
let tls = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(
  name: "UnixSignals", package: "swift-service-lifecycle")
let core = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let ssl = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let embedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "fulcrum",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "fulcrum", targets: ["fulcrum"]),
    .executable(name: "fulcrum-lab", targets: ["Lab"]),
  ],
  // One exact version each. `tools/locked` has them too, with those of the packages that these ask for.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    // Without its reader of configuration files, which nothing here uses: it is resolved, and not built.
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1",
      traits: ["FullFoundation"]),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(
      url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: [
    stage("Facts"),
    stage("Statistics"),
    stage("Planning", after: ["Facts", yams]),
    stage("Ruling", after: ["Planning"]),
    stage("Intake", after: ["Facts", "Planning"], resources: [.copy("Presets")]),
    stage("Ledger", after: ["Facts", "Planning", "Ruling", "Intake", grdb, grdbSQLite]),
    stage("Tally", after: ["Facts", "Planning", "Ledger", "Ruling"]),
    stage("Scoreboard", after: ["Facts", "Statistics", "Planning", "Tally"]),
    stage("Pay", after: ["Facts", "Planning", "Ruling"]),
    stage(
      "Surfaces",
      after: [
        "Facts", "Statistics", "Planning", "Intake", "Ledger", "Tally", "Scoreboard", "Pay",
      ],
      resources: ["style.css", "wall.css", "pages.js"].map { .embedInCode("Assets/\($0)") }),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    stage(
      "Operations",
      after: [
        "Facts", "Statistics", "Planning", "Ruling", "Intake", "Ledger", "Tally", "Scoreboard",
        "Pay", "Surfaces",
      ]),
    stage(
      "Outlets",
      after: [
        "Facts", "Statistics", "Planning", "Intake", "Ledger", "Tally", "Scoreboard", "Pay",
        "Surfaces", "Operations", "CCrypto", "CMalloc", "CZlib", hummingbird, hummingbirdCore, tls,
        lifecycle, signals, core, ssl, httpTypes, logging,
      ]),
    stage("Simulation", after: ["Facts"]),
    stage(
      "Terminal", after: ["Facts", "Ledger", "Surfaces", "Operations", arguments, logging]),
    .executableTarget(
      name: "fulcrum",
      dependencies: [
        "Facts", "Planning", "Intake", "Ledger", "Tally", "Scoreboard", "Pay", "Surfaces",
        "Operations", "Outlets", "Simulation", "Terminal", arguments, logging, lifecycle, signals,
      ],
      swiftSettings: house, linkerSettings: selfContained),
    // The developer tools; people who run a business on Fulcrum need none of it.
    .executableTarget(
      name: "Lab",
      dependencies: [
        "Facts", "Statistics", "Planning", "Ledger", "Tally", "Scoreboard", "Surfaces",
        "Operations", "Simulation", "Terminal", arguments,
      ],
      swiftSettings: house, linkerSettings: selfContained),

    tests(of: "Facts"),
    tests(of: "Statistics"),
    tests(of: "Planning", using: ["Facts"]),
    tests(of: "Ruling", using: ["Planning"]),
    tests(of: "Intake", using: ["Facts", "Planning"], files: ["Fixtures"]),
    tests(of: "Ledger", using: ["Facts", "Planning", "Intake", grdb]),
    tests(
      of: "Scoreboard",
      using: [
        "Facts", "Statistics", "Planning", "Intake", "Ledger", "Tally", "Simulation", "Surfaces",
      ]),
    tests(of: "Pay", using: ["Facts", "Planning", "Ruling"]),
    tests(
      of: "Surfaces",
      using: [
        "Facts", "Planning", "Ruling", "Intake", "Ledger", "Tally", "Scoreboard", "Pay",
        "Simulation",
      ], files: ["Snapshots"]),
    tests(
      of: "Outlets",
      using: [
        "Facts", "Planning", "Intake", "Ledger", "Tally", "Scoreboard", "Surfaces", "Operations",
        hummingbird, core, embedded, httpTypes, logging,
      ]),
    tests(of: "Simulation", using: ["Facts", "Planning"]),
    tests(
      of: "Operations",
      using: [
        "Facts", "Statistics", "Planning", "Intake", "Ledger", "Tally", "Scoreboard", "Pay",
        "Surfaces", "Simulation",
      ]),
  ]
)
