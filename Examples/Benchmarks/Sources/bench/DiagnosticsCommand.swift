import ArgumentParser
import Foundation
import PosteriorDiagnostics

/// Times convergence diagnostics and distances, at the sizes of diag.py.
struct DiagnosticsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnostics", abstract: "Time diagnostics and distances between draws; a line of JSON for each.")

  @OptionGroup var options: RunOptions
  @Option(help: "Only those whose name contains this.") var only: String?

  func run() async throws {
    try convergence()
    try oneDimension()
    try transport()
    try sliced()
    try neighbours()
  }

  /// Rank-normalised R-hat, bulk and tail effective sample sizes of autoregressive chains.
  private func convergence() throws {
    let (chains, count, d) = (4, options.scaled(100_000), 10)
    var random = GSLRandom(seed: 1)
    let parameters = (0..<d).map { _ in
      let innovations = random.normals(chains * count)
      var values = innovations
      for i in 0..<values.count where i % count != 0 {
        values[i] = 0.9 * values[i - 1] + (1 - 0.81).squareRoot() * innovations[i]
      }
      return Matrix(columnCount: count, elements: values)
    }
    try time("ESS bulk + tail + R-hat rank", "\(chains) x \(count) x \(d)") {
      parameters.map { chains in
        let diagnostics = ConvergenceDiagnostics(chains)
        return [diagnostics.essBulk, diagnostics.essTail, diagnostics.rHat]
      }[0]
    }
  }

  private func oneDimension() throws {
    let count = options.scaled(1_000_000)
    var random = GSLRandom(seed: 2)
    let first = random.normals(count)
    let second = random.normals(count).map { 0.5 + 1.2 * $0 }
    try time("W1 and W2 exact 1-D", "\(count) v \(count)") {
      let distances = WassersteinDistance.between(first, second)
      return [distances.one, distances.two]
    }
  }

  /// Exact optimal transport, and with entropy, where the computation of the costs counts too.
  private func transport() throws {
    let count = options.scaled(2000)
    var random = GSLRandom(seed: 3)
    let (first, second) = (random.cloud(count, 5), random.cloud(count, 5, shift: 0.3))
    let size = "\(count) v \(count), d=5"
    try time("EMD exact", size) { [OptimalTransport.between(first, second).cost] }
    let medianCost = (0..<count).flatMap { i in
      (0..<count).map { j in (0..<5).reduce(0) { $0 + pow(first[i, $1] - second[j, $1], 2) } }
    }.median
    for share in [0.1, 0.01] {
      try time("Sinkhorn, reg \(share) x median cost", size, repeats: share < 0.1 ? 1 : nil) {
        let divergence = SinkhornDivergence.between(
          first, second, regularization: share * medianCost, tolerance: 1e-9, iterationLimit: 1000)
        return [divergence.transportCost, divergence.value, divergence.marginError, Double(divergence.iterationCount)]
      }
    }
  }

  private func sliced() throws {
    let count = options.scaled(100_000)
    var random = GSLRandom(seed: 4)
    let (first, second) = (random.cloud(count, 10), random.cloud(count, 10, shift: 0.3))
    try time("sliced W2, 100 projections", "\(count) v \(count), d=10") {
      var random = GSLRandom(seed: 5)
      return [SlicedWassersteinDistance.between(first, second, projections: 100, using: &random).value]
    }
  }

  private func neighbours() throws {
    let count = options.scaled(100_000)
    var random = GSLRandom(seed: 6)
    let (first, second) = (random.cloud(count, 5), random.cloud(count, 5, shift: 0.3, scale: 1.1))
    try time("kNN KL", "\(count) v \(count), d=5, k=5") {
      [NearestNeighbourDivergence.kl(of: first, from: second, neighbours: 5)]
    }
  }

  /// Times a computation and prints its row; one that is run only once has no run before it that is not timed.
  private func time(
    _ diagnostic: String, _ size: String, repeats: Int? = nil, _ body: () -> [Double]
  ) throws {
    guard only.map(diagnostic.contains) ?? true else { return }
    let repeats = repeats ?? options.repeats
    let (timing, value) = Timing.measure(repeats: repeats, warmUp: repeats > 1, body)
    try DiagnosticRow(diagnostic, size: size, timing, value: value).printLine()
  }
}

extension GSLRandom {
  /// Independent normal draws in d dimensions, in rows.
  fileprivate mutating func cloud(_ count: Int, _ d: Int, shift: Double = 0, scale: Double = 1) -> Matrix {
    Matrix(columnCount: d, elements: normals(count * d).map { shift + scale * $0 })
  }
}
