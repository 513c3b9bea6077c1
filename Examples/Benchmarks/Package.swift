// swift-tools-version: 6.2
import PackageDescription

// Where they are only tried, they are compiled without optimisation, in a fraction of the time.
let isTried = Context.environment["TRIES_BENCHMARKS"] != nil
let settings: [SwiftSetting] = isTried ? [.unsafeFlags(["-Onone"])] : []

// A package of its own, so that users of the library never fetch what its benchmarks need.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "swift-posterior-sampling", path: "../.."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Without its traits: the interposers count memory by replacing malloc, which is not what is timed here.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "PeerCases",
      dependencies: [
        .product(name: "PosteriorDiagnostics", package: "swift-posterior-sampling"),
        .product(name: "PosteriorModels", package: "swift-posterior-sampling"),
      ], swiftSettings: settings),
    .executableTarget(
      name: "bench",
      dependencies: [
        "PeerCases", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "PosteriorData", package: "swift-posterior-sampling"),
      ], swiftSettings: settings),
    // The plugin takes for benchmarks what lies right in a folder named Benchmarks.
    .executableTarget(
      name: "InnerLoops", dependencies: ["PeerCases", .product(name: "Benchmark", package: "benchmark")],
      path: "InnerLoops", plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
