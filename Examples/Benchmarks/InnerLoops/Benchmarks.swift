import Benchmark
import PeerCases
import PosteriorDiagnostics

// swift package --package-path Examples/Benchmarks --disable-sandbox benchmark
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput], scalingFactor: .kilo, maxDuration: .seconds(1))
  randomNumbers()
  steps()
  gradients()
  diagnostics()
}

/// A benchmark that can be set up or repeated in vain is a mistake in this file: it stops with a message.
func must<Result>(_ body: () throws -> Result) -> Result {
  do { return try body() } catch { fatalError("\(error)") }
}
