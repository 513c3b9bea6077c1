// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "swift-posterior-sampling",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "PosteriorSampling", targets: ["PosteriorSampling"]),
    .library(name: "PosteriorModels", targets: ["PosteriorModels"]),
    .library(name: "PosteriorDiagnostics", targets: ["PosteriorDiagnostics"]),
    .library(name: "StochasticThermodynamics", targets: ["StochasticThermodynamics"]),
    .library(name: "PosteriorData", targets: ["PosteriorData"]),
    .executable(name: "posterior", targets: ["posterior"]),
  ],
  traits: [.trait(name: "MPI", description: "Chains and points of a sweep over the ranks of mpirun: needs Open MPI.")],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/ordo-one/TextTable", from: "0.0.2"),
  ],
  targets: [
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .systemLibrary(name: "CMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]),
    .target(
      name: "CPosteriorKernels",
      dependencies: ["CGSL"], exclude: ["README.md"]
    ),
    .target(name: "PosteriorNumerics", dependencies: ["CGSL", "CPosteriorKernels"], exclude: ["README.md"]),
    .target(
      name: "PosteriorSampling", dependencies: ["PosteriorNumerics", "CPosteriorKernels"], exclude: ["README.md"]),
    .target(name: "PosteriorModels", dependencies: ["PosteriorSampling", "CPosteriorKernels"], exclude: ["README.md"]),
    .target(
      name: "PosteriorDiagnostics", dependencies: ["PosteriorSampling", "CPosteriorKernels"], exclude: ["README.md"]),
    .target(name: "StochasticThermodynamics", dependencies: ["PosteriorDiagnostics"], exclude: ["README.md"]),
    .target(
      name: "PosteriorData",
      dependencies: [
        "PosteriorNumerics", "PosteriorSampling", "PosteriorModels",
      ],
      exclude: ["README.md"],
      resources: [.embedInCode("Resources/diabetes.csv")]
    ),
    .executableTarget(
      name: "posterior",
      dependencies: [
        "PosteriorSampling", "PosteriorModels", "PosteriorDiagnostics", "StochasticThermodynamics", "PosteriorData",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "TextTable", package: "TextTable"), .target(name: "CMPI", condition: .when(traits: ["MPI"])),
      ],
      exclude: ["README.md"]
    ),
    .example("SampleAModel"),
    .example("ModelInSwift"),
    .example("SweepLearningRates"),
    .example("NormalMean"),
    .example("ConjugateCounts"),
    .example("LinearRegression"),
    .example("LogisticRegression"),
    .example("LogisticBias"),
    .example("NextSampler"),
    .example("SoftmaxRegression"),
    .example("PoissonRegression"),
    .example("NetworkRegression"),
    .example("NetworkClassifier"),
    .example("TrainingOutOfEquilibrium"),
    .example("MNIST", exclude: ["mnist_idx.py"]),
    .example("SparseText", exclude: ["loop.c"]),
    .example("StationaryLaws"),
    .example("LandscapeCorrection"),
    .example("ComparisonPower"),
    .target(name: "DrawStatistics", path: "Tests/DrawStatistics"),
    .target(name: "TestSupport", dependencies: ["CPosteriorKernels"], path: "Tests/TestSupport"),
    .testTarget(
      name: "PosteriorNumericsTests",
      dependencies: ["PosteriorNumerics", "CGSL", "CPosteriorKernels", "DrawStatistics", "TestSupport"]),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .target(
      name: "Fuzzing",
      dependencies: ["PosteriorModels", "PosteriorDiagnostics", "PosteriorData", "AllocationCounter"],
      path: "Tests/Fuzzing"),
    .target(name: "CrashReport", path: "Tests/CrashReport"),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Fuzzing", "CrashReport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Tests/fuzz"),
    .testTarget(
      name: "PosteriorSamplingTests",
      dependencies: ["PosteriorModels", "PosteriorDiagnostics", "AllocationCounter", "CPosteriorKernels"]),
    .testTarget(
      name: "PosteriorModelsTests",
      dependencies: [
        "PosteriorModels", "PosteriorDiagnostics", "PosteriorData", "CPosteriorKernels", "TestSupport", "Fuzzing",
      ]),
    .testTarget(
      name: "PosteriorDiagnosticsTests",
      dependencies: ["PosteriorModels", "PosteriorDiagnostics", "PosteriorData", "CPosteriorKernels"]),
    .testTarget(
      name: "StochasticThermodynamicsTests", dependencies: ["PosteriorModels", "StochasticThermodynamics"]),
    .testTarget(
      name: "PosteriorCommandTests",
      dependencies: [
        "posterior", "PosteriorModels", "PosteriorDiagnostics", "PosteriorData", "TestSupport", "Fuzzing",
      ], swiftSettings: .unoptimised),
    .testTarget(
      name: "PosteriorDataTests",
      dependencies: ["PosteriorData", "PosteriorModels", "PosteriorDiagnostics", "PosteriorNumerics", "Fuzzing"],
      swiftSettings: .unoptimised),
  ],
  swiftLanguageModes: [.v6]
)

extension [SwiftSetting] {
  /// For tests that spend their time in code that is optimised: they are compiled in half the time.
  static var unoptimised: [SwiftSetting] { [.unsafeFlags(["-Onone"])] }
}

extension Target {
  /// A program of one file, Examples/NAME/main.swift.
  static func example(_ name: String, exclude: [String] = []) -> Target {
    .executableTarget(
      name: name,
      dependencies: ["PosteriorModels", "PosteriorDiagnostics", "StochasticThermodynamics", "PosteriorData"],
      path: "Examples/\(name)", exclude: exclude)
  }
}
