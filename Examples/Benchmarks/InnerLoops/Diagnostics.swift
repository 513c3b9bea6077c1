import Benchmark
import PosteriorDiagnostics

/// Diagnostics and distances, small enough to be repeated many times.
func diagnostics() {
  var random = GSLRandom(seed: 1)
  let chains = Matrix(columnCount: 10_000, elements: random.normals(40_000))
  once("bulk ESS, tail ESS and R-hat of 4 x 10000") {
    let diagnostics = ConvergenceDiagnostics(chains)
    blackHole((diagnostics.essBulk, diagnostics.essTail, diagnostics.rHat))
  }
  let (first, second) = (random.normals(100_000), random.normals(100_000))
  once("W2 of 100000 v 100000 in one dimension") {
    blackHole(WassersteinDistance.between(first, second, order: .two))
  }
  let (cloud, other) = (
    Matrix(columnCount: 5, elements: random.normals(50_000)), Matrix(columnCount: 5, elements: random.normals(50_000))
  )
  once("sliced W2 of 10000 v 10000, d = 5, 20 projections") {
    var random = GSLRandom(seed: 2)
    blackHole(SlicedWassersteinDistance.between(cloud, other, projections: 20, using: &random))
  }
  once("kNN KL of 10000 v 10000, d = 5, k = 5") {
    blackHole(NearestNeighbourDivergence.kl(of: cloud, from: other, neighbours: 5))
  }
  let (few, fewer) = (
    Matrix(columnCount: 5, elements: random.normals(1500)), Matrix(columnCount: 5, elements: random.normals(1500))
  )
  once("optimal transport of 300 v 300, d = 5") { blackHole(OptimalTransport.between(few, fewer).cost) }
  once("Sinkhorn divergence of 300 v 300, d = 5") {
    blackHole(SinkhornDivergence.between(few, fewer, regularization: 0.5, iterationLimit: 1000).value)
  }
}

private func once(_ name: String, _ body: @escaping @Sendable () -> Void) {
  let configuration = Benchmark.Configuration(
    metrics: [.wallClock, .peakMemoryResident], scalingFactor: .one, maxDuration: .seconds(1))
  Benchmark(name, configuration: configuration) { _ in body() }
}
