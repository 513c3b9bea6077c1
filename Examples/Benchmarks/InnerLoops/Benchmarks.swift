import Benchmark
import PeerCases
import PosteriorDiagnostics

// swift package --package-path Examples/Benchmarks --disable-sandbox benchmark
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput], scalingFactor: .kilo, maxDuration: .seconds(1))
  randomNumbers()
  do {
    try steps()
    try gradients()
  } catch {
    // The runner tells of a benchmark that throws.
    Benchmark("the cases") { _ in throw error }
  }
  diagnostics()
}
