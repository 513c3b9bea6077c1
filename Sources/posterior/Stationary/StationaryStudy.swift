import Foundation
import PosteriorData
import StochasticThermodynamics

/// One run of `posterior stationary` on one model: minimum, prediction, simulation.
struct StationaryStudy<Model: Posterior> {
  private let command: StationaryCommand
  private let model: Model
  private let words: String
  private let batchSize: Int

  init(_ command: StationaryCommand, _ model: Model, _ words: String) throws {
    self.command = command
    self.model = model
    self.words = words
    batchSize = command.batchSize ?? max(1, model.exampleCount / 20)
    guard batchSize <= model.exampleCount else {
      throw Failure(.usage, "--batch-size \(batchSize) exceeds the \(model.exampleCount) examples")
    }
  }

  /// The report and, unless only the minimum is wanted, what it was made from.
  func run() async throws -> (report: StationaryReport, measurement: StationaryMeasurement?) {
    let minimum =
      command.model.isNetwork
      ? try model.landscapeMinimum(starts: 20)
      : try model.landscapeMinimum(from: [Double](repeating: 0, count: model.dimension))
    let largest = try largestCurvature(minimum)
    let rate = command.learningRate ?? defaultRate(largest)
    guard rate * largest < 2 else { throw StationaryStateError.unstable(learningRate: rate, limit: 2 / largest) }
    let effective = try effectiveMinimum(minimum, rate)
    var report = StationaryReport(
      settings: .init(
        model: command.model, data: words, exampleCount: model.exampleCount, batching: command.batching,
        batchSize: batchSize, learningRate: rate, temperature: command.temperature, seed: command.seed),
      parameterNames: model.parameterNames, minimum: minimum, effectiveMinimum: effective,
      potential: -model.logDensity(at: minimum.span))
    if command.minimumOnly { return (report, nil) }
    let measurement =
      switch command.batching {
      case .fresh: try await measure(FreshSubset(), minimum, rate, &report)
      case .reshuffled: try await measure(ReshuffledEpochs(), minimum, rate, &report)
      case .withReplacement: try await measure(WithReplacement(), minimum, rate, &report)
      }
    return (report, measurement)
  }

  /// The minimum of the effective landscape. Fresh minibatches may be run at rates where reshuffled epochs have none.
  private func effectiveMinimum(_ minimum: [Double], _ rate: Double) throws(StationaryStateError) -> [Double]? {
    do throws(StationaryStateError) {
      return try EffectiveLandscape(model, learningRate: rate, batchSize: batchSize).minimum(near: minimum)
    } catch {
      if case .beyondExpansion = error, command.batching != .reshuffled { return nil }
      throw error
    }
  }

  private func measure<Batching: Minibatching>(
    _ batching: Batching, _ minimum: [Double], _ rate: Double, _ report: inout StationaryReport
  ) async throws -> StationaryMeasurement {
    let state = try StationaryState(
      of: model, batching, minimum: minimum, learningRate: rate, batchSize: batchSize,
      temperature: command.temperature)
    let sampler = SGD(
      model, batching, learningRate: .constant(rate), batchSize: batchSize, temperature: command.temperature)
    let landscape = EffectiveLandscape(model, learningRate: rate, batchSize: batchSize)
    let mean = try state.mean { position in
      if !batching.law.isIndependent { return landscape.gradient(at: position) }
      var gradient = [Double](repeating: 0, count: position.count)
      var span = gradient.mutableSpan
      model.addLogDensityGradient(at: position.span, to: &span)
      return gradient.map { -$0 }
    }
    let ticks = try tickCount(state, stepsPerTick: sampler.stepsPerDraw)
    let plan = StationaryObserver.Plan(
      state, segmentLengths: command.segmentLengths.filter { $0 <= ticks / command.chains / 40 },
      plane: try plane(state))
    let progress = ProgressDisplay(isQuiet: command.quiet)
    let task = Task { [command] in
      try await StationaryMeasurement.run(
        sampler, plan, ticks: ticks, burnIn: command.burnIn.map { $0 / sampler.stepsPerDraw }, chains: command.chains,
        seed: command.seed, threads: command.threads, onProgress: progress.show)
    }
    let interrupt = Interrupt { task.cancel() }
    let started = Date()
    let measurement = try await task.value
    let seconds = Date().timeIntervalSince(started)
    interrupt.stop()
    progress.end()
    report.add(state, mean: mean, measurement, stepsPerTick: sampler.stepsPerDraw)
    report.seconds = seconds
    return measurement
  }

  /// The ticks to record, as many for every chain.
  private func tickCount(_ state: StationaryState, stepsPerTick: Int) throws -> Int {
    let enough = 40 * state.relaxationTicks * Double(command.chains * stepsPerTick)
    let steps = command.steps ?? Int(min(30_000_000, max(200_000, enough)))
    let perChain = steps / stepsPerTick / command.chains
    guard perChain >= 2 * StationaryObserver.batchCount else {
      throw Failure(
        .usage,
        "--steps \(steps) is too short: \(command.chains) chains need at least "
          + "\(2 * StationaryObserver.batchCount * stepsPerTick * command.chains) steps")
    }
    return perChain * command.chains
  }

  private func largestCurvature(_ minimum: [Double]) throws -> Double {
    try SymmetricEigen(model.hessian(at: minimum)).values.last ?? .nan
  }

  private func defaultRate(_ largest: Double) -> Double {
    if command.model == .nonlinearRegression, command.source.data == nil { return 1e-7 }
    let rate = 0.1 / largest * Double(batchSize) / Double(model.exampleCount)
    return Double(String(format: "%.1e", rate)) ?? rate
  }

  /// The plane of the picture: as named, or that whose predicted current stands out most from the noise.
  private func plane(_ state: StationaryState) throws -> (Int, Int)? {
    let d = state.dimension
    guard command.plot != nil, d >= 2 else { return nil }
    if let named = command.plane {
      let axes = try named.split(separator: ",").map { name in
        let name = name.trimmingCharacters(in: .whitespaces)
        guard let index = model.parameterNames.firstIndex(of: name) else {
          throw Failure(
            .usage, "--plane: there is no parameter '\(name)'; they are \(model.parameterNames.joined(separator: " "))")
        }
        return index
      }
      guard axes.count == 2, axes[0] != axes[1] else { throw Failure(.usage, "--plane takes two parameters") }
      return (axes[0], axes[1])
    }
    let (sigma, noise) = (state.covariance, state.diffusion)
    func strength(_ i: Int, _ j: Int) -> Double {
      abs(state.circulation[i, j]) / (sigma[i, i] * noise[j, j] + sigma[j, j] * noise[i, i]).squareRoot()
    }
    let pairs = (0..<d).flatMap { j in (0..<j).map { ($0, j) } }
    return pairs.max { strength($0.0, $0.1) < strength($1.0, $1.1) }
  }
}
