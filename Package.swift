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
    swiftSettings: house)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "fulcrum",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "fulcrum", targets: ["fulcrum"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    stage("Facts"),
    stage("Statistics"),
    stage("Planning", after: ["Facts", yams]),
    stage("Intake", after: ["Facts", "Planning"], resources: [.copy("Presets")]),
    stage("Ledger", after: ["Facts", "Planning", "Intake", grdb, grdbSQLite]),
    stage("Tally", after: ["Facts", "Planning", "Ledger"]),
    stage("Scoreboard", after: ["Facts", "Statistics", "Planning", "Tally"]),
    stage("Pay", after: ["Facts", "Planning"]),
    stage(
      "Surfaces",
      after: [
        "Facts", "Statistics", "Planning", "Intake", "Ledger", "Tally", "Scoreboard", "Pay",
      ],
      resources: ["style.css", "wall.css", "pages.js"].map { .embedInCode("Assets/\($0)") }),
    stage("Simulation", after: ["Facts"]),
    .executableTarget(
      name: "fulcrum",
      dependencies: [
        "Facts", "Statistics", "Planning", "Intake", "Ledger", "Tally", "Scoreboard", "Pay",
        "Surfaces", "Simulation", arguments,
      ],
      swiftSettings: house),

    tests(of: "Facts"),
    tests(of: "Statistics"),
    tests(of: "Planning", using: ["Facts"]),
    tests(of: "Intake", using: ["Facts", "Planning"], files: ["Fixtures"]),
    tests(of: "Ledger", using: ["Facts", "Planning", "Intake", grdb]),
    tests(
      of: "Scoreboard",
      using: ["Facts", "Statistics", "Planning", "Intake", "Ledger", "Tally", "Simulation"]),
    tests(of: "Pay", using: ["Facts", "Planning"]),
    tests(
      of: "Surfaces",
      using: [
        "Facts", "Planning", "Intake", "Ledger", "Tally", "Scoreboard", "Pay", "Simulation",
      ], files: ["Snapshots"]),
    tests(of: "Simulation", using: ["Facts", "Planning"]),
  ]
)
