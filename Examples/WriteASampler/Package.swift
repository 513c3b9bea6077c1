// swift-tools-version: 6.2
import PackageDescription

// A package of its own, as a user's would be: it sees only what the library makes public.
let package = Package(
  name: "WriteASampler",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-posterior-sampling", path: "../..")],
  targets: [
    .executableTarget(
      name: "WriteASampler",
      dependencies: [
        .product(name: "PosteriorDiagnostics", package: "swift-posterior-sampling"),
        .product(name: "PosteriorModels", package: "swift-posterior-sampling"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
