/// How far a chain's warm-up has come, and what it has learnt beside the step size and the metric.
struct WarmUpProgress: Sendable, Codable {
  /// Where the chain began: d elements.
  let start: [Double]
  /// Steps made.
  fileprivate(set) var stepsMade = 0
  fileprivate var averaging: DualAveraging
  /// The metric at the start, in whose coordinates others are estimated.
  fileprivate let guess: Metric
  fileprivate var draws = RecentDraws()
  /// The acceptance statistics on the present metric, added up.
  fileprivate var acceptanceSum = 0.0
  fileprivate var stepsOnMetric = 0

  fileprivate init(_ warmUp: WarmUp, from start: [Double], guess: Metric, stepSize: Double) {
    self.start = start
    averaging = DualAveraging(stepSize: stepSize, targetAcceptance: warmUp.targetAcceptance)
    self.guess = guess
  }

  /// Begins anew on another metric.
  fileprivate mutating func begin(_ warmUp: WarmUp, stepSize: Double) {
    averaging = DualAveraging(stepSize: stepSize, targetAcceptance: warmUp.targetAcceptance)
    (acceptanceSum, stepsOnMetric) = (0, 0)
  }

  /// Whether this can be the progress of a warm-up that is not at its end. Files can hold anything.
  func fits(_ warmUp: WarmUp, dimension: Int) -> Bool {
    start.count == dimension && (0..<warmUp.steps).contains(stepsMade) && (0...stepsMade).contains(stepsOnMetric)
      && averaging.targetAcceptance == warmUp.targetAcceptance && averaging.isPossible
      && guess.fits(dimension: dimension)
      && draws.fits(dimension: dimension, atMost: warmUp.drawsInMemory(dimension: dimension))
  }
}

extension WarmUp {
  /// Guesses a metric, looks for a first step size, holds the gradient against the log density, and begins a chain.
  func begin<Sampler: HamiltonianSampler>(
    _ sampler: Sampler, from position: [Double], using random: inout some RandomSource
  ) throws(SamplingError) -> (sampler: Sampler, state: Sampler.State, progress: WarmUpProgress) {
    if metric == .dense { try sampler.target.requireDense(for: "a dense metric") }
    let start = try PhasePoint(sampler.target, at: position)
    // A metric that the caller gave is where the search begins.
    let guess = sampler.metric == .unit ? sampler.target.guessedMetric(metric, gradient: start.gradient) : .unit
    let first = guess == .unit ? sampler : sampler.tuned(stepSize: sampler.stepSize, metric: guess)
    let sampler = try first.withReasonableStepSize(from: start, using: &random)
    try sampler.target.checkGradient(at: start, metric: sampler.metric, stepSize: sampler.stepSize, using: &random)
    let state = try sampler.start(at: position, using: &random)
    return (sampler, state, WarmUpProgress(self, from: position, guess: guess, stepSize: sampler.stepSize))
  }

  /// A step of a chain, after which its sampler has another step size and, at the end of a window, another metric.
  func step<Sampler: HamiltonianSampler>(
    _ sampler: inout Sampler, _ state: inout Sampler.State, _ progress: inout WarmUpProgress,
    using random: inout some RandomSource
  ) throws(SamplingError) -> HamiltonianInfo {
    let info = try sampler.step(&state, using: &random)
    progress.acceptanceSum += info.acceptanceStatistic
    progress.stepsOnMetric += 1
    progress.averaging.add(acceptance: info.acceptanceStatistic)
    sampler = sampler.tuned(stepSize: progress.averaging.boundedStepSize, metric: sampler.metric)

    if metric != .unit {
      let capacity = drawsInMemory(dimension: state.position.count)
      progress.draws.add(state.position, gradient: sampler.gradient(at: state), atMost: capacity)
    }
    if let window = windows.first(where: { $0.upperBound == progress.stepsMade + 1 }) {
      let here = try PhasePoint(sampler.target, at: state.position)
      try sampler.target.checkFallOff(from: here, movedFrom: progress.start, sampler)
      if metric != .unit { try adapt(&sampler, from: here, window, &progress, using: &random) }
    }
    if progress.stepsMade + 1 == steps { try end(&sampler, at: state.position, progress) }
    progress.stepsMade += 1
    return info
  }

  /// Begins anew on the metric of a window's draws.
  private func adapt<Sampler: HamiltonianSampler>(
    _ sampler: inout Sampler, from here: PhasePoint, _ window: Range<Int>, _ progress: inout WarmUpProgress,
    using random: inout some RandomSource
  ) throws(SamplingError) {
    let found = try progress.draws.metric(metric, last: window.count, guess: progress.guess)
    sampler = try sampler.tuned(stepSize: sampler.stepSize, metric: found)
      .withReasonableStepSize(from: here, using: &random)
    progress.begin(self, stepSize: sampler.stepSize)
  }

  /// How many draws an estimate of the metric may have: of many parameters fewer, since those of low rank cost n³ then.
  fileprivate func drawsInMemory(dimension: Int) -> Int {
    metric == .dense || dimension <= manyParameters ? 500 : max(20, min(100, 4_000_000 / dimension))
  }

  /// Keeps the average of the step sizes, if it is of use.
  private func end<Sampler: HamiltonianSampler>(
    _ sampler: inout Sampler, at position: [Double], _ progress: WarmUpProgress
  ) throws(SamplingError) {
    let steps = progress.stepsOnMetric
    if steps >= 20, progress.acceptanceSum < 0.1 * Double(steps) {
      throw .warmUpFailed(
        "no step size is accepted: the last \(steps) steps accepted \(progress.acceptanceSum / Double(steps)) on "
          + "average, down to a step size of \(sampler.stepSize); check the log density for jumps and its gradient, "
          + "or start nearer to the posterior's mass")
    }
    sampler = sampler.tuned(stepSize: progress.averaging.boundedAverage, metric: sampler.metric)
    let here = try PhasePoint(sampler.target, at: position)
    try sampler.target.checkFallOff(from: here, movedFrom: progress.start, sampler)
  }
}

extension DualAveraging {
  /// ε for the next step, kept where arithmetic is possible.
  fileprivate var boundedStepSize: Double { min(max(stepSize, 1e-300), 1e300) }
  fileprivate var boundedAverage: Double { min(max(averagedStepSize, 1e-300), 1e300) }
}
