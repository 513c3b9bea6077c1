// What steps cost on a sparse design, such as words in texts: swift run -c release SparseText [N d non-zeros B]
//
// N rows have so many non-zeros each, at random places among d columns. A stretch of steps costs what the non-zeros of its
// minibatches cost, and d once at its end; `loop.c` beside this file is a plain loop over such rows to hold it against.
import Foundation
import PosteriorModels

let sizes = CommandLine.arguments.dropFirst().compactMap { Int($0) } + [100_000, 100_000, 50, 100]
let given = CommandLine.arguments.count > 4 ? Array(sizes.prefix(4)) : Array(sizes.suffix(4))
let (n, d, nonZeros, size) = (given[0], given[1], given[2], given[3])

var random = GSLRandom(seed: 1)
let columns = (0..<n * nonZeros).map { _ in Int32(random.uniform() * Double(d)) }
let values = random.normals(n * nonZeros)
let truth = random.normals(d)
let labels = (0..<n).map { row in
  let predictor = (row * nonZeros..<(row + 1) * nonZeros).reduce(0) { $0 + values[$1] * truth[Int(columns[$1])] }
  return random.uniform() < 1 / (1 + exp(-predictor)) ? 1 : 0
}
let model = SparseRegression(
  .logistic,
  design: try SparseMatrix(
    columnCount: d, rowStarts: (0...n).map { $0 * nonZeros }, columns: columns, values: values),
  responses: labels.map { Double($0) }, prior: .normal(standardDeviation: 1))
print("N = \(n), d = \(d), \(nonZeros) non-zeros a row, minibatches of \(size)")

/// The most memory so far, in MB.
func peakMemory() -> Int {
  var usage = rusage()
  #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  #else
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss / 1024 / 1024
  #endif
}

/// Prints the median of five times, divided by a number of steps.
func time(_ name: String, steps: Int, _ body: () throws -> Void) rethrows {
  let times = try (0..<5).map { _ in
    let clock = ContinuousClock()
    let took = try clock.measure(body).components
    return (Double(took.seconds) + 1e-18 * Double(took.attoseconds)) / Double(steps) * 1e6
  }
  let padded = name.padding(toLength: 34, withPad: " ", startingAt: 0)
  print(padded + String(format: "%10.1f µs, peak memory %d MB", times.sorted()[2], peakMemory()))
}

/// The sampler's steps by the stretch, and one by one.
func time(_ name: String, _ sampler: LangevinSampler<some GradientEstimator, some LangevinIntegrator>) throws {
  var random = GSLRandom(seed: 2)
  let epoch = sampler.gradientStepsPerEpoch
  var state = try sampler.start(at: [Double](repeating: 0, count: d), using: &random)
  try time("\(name), a step of an epoch", steps: epoch) { try sampler.advance(&state, steps: epoch, using: &random) }
  try time("\(name), a step by itself", steps: 20) { for _ in 0..<20 { try sampler.step(&state, using: &random) } }
}

extension LangevinSampler {
  /// The minibatches that hold as many examples as there are.
  var gradientStepsPerEpoch: Int { max(stepsPerDraw, (n + size - 1) / size) }
}

let origin = [Double](repeating: 0, count: d)
try time("SGLD", SGLD(model, learningRate: 1e-4, batchSize: size))
try time("SGWORLD", SGWORLD(model, learningRate: 1e-4, batchSize: size))
try time("CALM", CALM(model, anchor: origin, learningRate: 1e-4, batchSize: size))
var gradient = origin
time("NUTS, a leapfrog's gradient", steps: 1) {
  var span = gradient.mutableSpan
  _ = model.logDensity(at: origin.span, addingGradientTo: &span)
}
