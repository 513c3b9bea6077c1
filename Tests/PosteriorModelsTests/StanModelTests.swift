import Foundation
import PosteriorDiagnostics
import PosteriorModels
import TestSupport
import Testing

/// A C library with BridgeStan's interface in place of a compiled Stan program, whose posterior is known.
@Suite(.serialized) struct StanModelTests {
  private static let y = [1.2, -0.4, 3.1, 0.8, 2.2, 1.9, -1.3, 0.1, 1.0, 2.7, 0.6, 1.5, -0.2, 2.0, 0.9, 1.1]
  private static let json = "{\"y\": \(y)}"

  private static let threaded = Result { try stanStandIn() }
  private static let single = Result { try stanStandIn(threads: false) }

  /// A number that the stand-in counts.
  private func count(_ name: String, _ library: String) throws -> CInt {
    let function = try #require(dlsym(dlopen(library, RTLD_NOW), name))
    return unsafeBitCast(function, to: (@convention(c) () -> CInt).self)()
  }

  /// E σ² = S/(n − 4) and Var μ = E σ²/n, under a prior flat in μ and σ.
  @Test func drawsHaveTheKnownMoments() async throws {
    let model = try StanModel(library: Self.threaded.get(), data: Self.json)
    #expect(model.dimension == 2 && model.parameterNames == ["mu", "sigma"])
    #expect(model.reportedNames == ["mu", "sigma", "square[1,1]"])
    let draws = try await NUTS(model, stepSize: 1).selfTuning().draws(
      from: (0..<4).map { [Double($0), 0.5] }, count: 3000, seed: 7)
    let summaries = await draws.reported(by: model).summary().parameters
    let (n, mean) = (Double(Self.y.count), Self.y.reduce(0, +) / Double(Self.y.count))
    let variance = Self.y.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / (n - 4)
    #expect(abs(summaries[0].mean - mean) < 4 * summaries[0].mcseMean)
    #expect(abs(summaries[0].sd - (variance / n).squareRoot()) < 4 * summaries[0].mcseSD)
    #expect(abs(summaries[2].mean - variance) < 4 * summaries[2].mcseMean)
  }

  @Test func gradientIsThatOfTheDensity() throws {
    let model = try StanModel(library: Self.threaded.get(), data: Self.json)
    for position in [[0.3, -0.2], [1.5, 0.7], [-2, 2]] {
      var gradient = [1.0, 1]
      var span = gradient.mutableSpan
      model.addLogDensityGradient(at: position.span, to: &span)
      for j in 0..<2 {
        func value(_ step: Double) -> Double {
          var there = position
          there[j] += step
          return model.logDensity(at: there.span)
        }
        let slope = (8 * (value(1e-3) - value(-1e-3)) - (value(2e-3) - value(-2e-3))) / 12e-3
        #expect(abs(gradient[j] - 1 - slope) < 1e-7 * max(1, abs(slope)))
      }
    }
  }

  /// A scale of e^40 is refused: the density is 0 there, and what Stan said is known and given back.
  @Test func refusedPositions() throws {
    let path = try Self.threaded.get()
    let model = try StanModel(library: path, data: Self.json)
    #expect(model.lastRejection == nil)
    #expect(model.logDensity(at: [0, 40].span) == -.infinity)
    var gradient = [0.0, 0]
    var span = gradient.mutableSpan
    model.addLogDensityGradient(at: [0, 40].span, to: &span)
    #expect(gradient[0].isNaN && gradient[1].isNaN)
    #expect(model.lastRejection == "normal_lpdf: Scale parameter is inf, but must be positive finite!")
    let messages = try count("test_messages", path)
    #expect(messages == 0)
  }

  @Test func dataInAFileAndDataThatAreRefused() throws {
    let path = try Self.threaded.get()
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
    try Data(Self.json.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let (fromFile, fromText) = (
      try StanModel(library: path, data: file.path), try StanModel(library: path, data: Self.json)
    )
    #expect(fromFile.logDensity(at: [1, 0].span) == fromText.logDensity(at: [1, 0].span))
    let error = #expect(throws: StanModelError.self) { try StanModel(library: path, data: "{}") }
    #expect(error?.description.contains("variable name=y") == true)
    let messages = try count("test_messages", path)
    #expect(messages == 0)
  }

  @Test func librariesThatAreNone() throws {
    let missing = #expect(throws: StanModelError.self) { try StanModel(library: "/nowhere/x_model.so") }
    #expect(missing?.description.contains("/nowhere/x_model.so") == true)
    let other = try stanStandIn("no_model.c")
    let error = #expect(throws: StanModelError.self) { try StanModel(library: other) }
    #expect(error?.description.contains("not a model compiled by BridgeStan 2") == true)
  }

  /// A library without threads is called by one task at a time.
  @Test func callsOfASingleThreadedLibraryDoNotMeet() async throws {
    let path = try Self.single.get()
    let model = try StanModel(library: path, data: Self.json)
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for k in 0..<20_000 { _ = model.logDensity(at: [Double(k % 5), 0.1 * Double(task)].span) }
        }
      }
    }
    let meetings = try count("test_meetings", path)
    #expect(meetings == 0)
  }
}
