import Benchmark
import PosteriorDiagnostics

/// Buffers of 1000 numbers, and indices of 1000 examples.
func randomNumbers() {
  Benchmark("1000 normals") { benchmark in
    var random = GSLRandom(seed: 1)
    var values = [Double](repeating: 0, count: 1000)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      var span = values.mutableSpan
      random.fillNormal(&span)
    }
    blackHole(values)
  }
  Benchmark("1000 uniforms") { benchmark in
    var random = GSLRandom(seed: 1)
    var values = [Double](repeating: 0, count: 1000)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      var span = values.mutableSpan
      random.fillUniform(&span)
    }
    blackHole(values)
  }
  Benchmark("1000 indices with replacement") { indices($0) { $0.fillIndices(&$1, first: 1000, below: 1000) } }
  Benchmark("a subset of 10 among 1000") { indices($0) { $0.shuffle(&$1, choosing: 10) } }
  Benchmark("a permutation of 1000") { indices($0) { $0.shuffle(&$1, choosing: 1000) } }
}

private func indices(_ benchmark: Benchmark, _ draw: (inout GSLRandom, inout MutableSpan<Int32>) -> Void) {
  var random = GSLRandom(seed: 1)
  var places = (0..<Int32(1000)).map { $0 }
  benchmark.startMeasurement()
  for _ in benchmark.scaledIterations {
    var span = places.mutableSpan
    draw(&random, &span)
  }
  blackHole(places)
}
