import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// Where a bias cannot be measured, a sentence says so.
@Suite struct BiasWarningTests {
  private func warnings(
    _ model: some Posterior, _ rate: Double, epochs: Int = 2000, seed: UInt64 = 1
  ) async throws -> [BiasWarning] {
    let density = AnyPosterior(model)
    return try await BiasMeasurement(
      model: density, sampler: .ula, learningRate: rate, settings: .init(epochs: epochs, seed: seed)
    ).run(threads: 2).warnings
  }

  /// Two observations far apart with heavy tails: two modes, between which nothing goes.
  @Test func separateModes() async throws {
    let text = "mu ~ normal(0, 100)\ny ~ student_t(1, mu, 0.001)"
    let found = try await warnings(try WrittenModel(text, data: .of("y", [-10, 10])), 1e-8)
    #expect(found.contains { if case .referenceDisagrees = $0 { true } else { false } }, "\(found)")
    #expect(found.contains { if case .twinsDisagree = $0 { true } else { false } }, "\(found)")
  }

  /// A gradient that is a tenth too long.
  private struct Wrong: PosteriorWrapper {
    let base: any Posterior = GridLaw.model
    func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
      gradient[0] -= 1.1 * position[0]
    }
  }

  @Test func aWrongGradient() async throws {
    let found = try await warnings(Wrong(), 0.01)
    #expect(found.contains { if case .wrongGradient = $0 { true } else { false } }, "\(found)")
  }

  @Test func shortChains() async throws {
    let found = try await warnings(GridLaw.model, 1e-4, epochs: 500)
    #expect(found.contains { if case .tooShort = $0 { true } else { false } }, "\(found)")
  }

  /// y is on the parabola x²: at one rate the chain goes where its twin cannot follow, at ten times as much it diverges,
  /// the rate being beyond 2 over the curvature of z, 400.
  @Test(arguments: [1, 2, 3] as [UInt64]) func aBananaAtALargeRate(_ seed: UInt64) async throws {
    let text = "x ~ normal(0, 1)\nz ~ normal(0, 10)\ny ~ normal(z - x^2, 0.05)"
    let model = try WrittenModel(text, data: .of("y", [0]))
    let found = try await warnings(model, 1e-3, seed: seed)
    #expect(found.contains { if case .rejections = $0 { true } else { false } }, "\(found)")
    await #expect(throws: ChainError.self) { try await warnings(model, 1e-2, seed: seed) }
  }

  @Test func aSoundMeasurementHasNone() async throws {
    #expect(try await warnings(GridLaw.model, 0.02, epochs: 20_000) == [])
  }
}
