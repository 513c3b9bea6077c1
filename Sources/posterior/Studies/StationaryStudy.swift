import Foundation
import StochasticThermodynamics

/// One run of `posterior stationary`: minimum, prediction, simulation.
struct StationaryStudy: Sendable {
  private let command: StationaryCommand
  private let model: ModelOnData
  private let batchSize: Int
  private let batching: MinibatchingChoice

  init(_ command: StationaryCommand) throws {
    self.command = command
    model = try command.model.model(command.source)
    batching = command.minibatches.batching ?? .fresh
    batchSize = try command.minibatches.batchSize(for: model, [batching.base])
  }

  /// The report and, unless only the minimum is wanted, what it was made from.
  func run() async throws -> (report: StationaryReport, measurement: StationaryMeasurement?) {
    let posterior = model.posterior
    let minimum =
      command.model.hasManyMinima
      ? try posterior.mode(starts: 20).position
      : try posterior.mode().position
    let largest = try SymmetricEigen(posterior.hessian(at: minimum)).values.last ?? .nan
    let rate = command.learningRate ?? defaultRate(largest)
    guard rate * largest < 2 else { throw StationaryStateError.unstable(learningRate: rate, limit: 2 / largest) }
    let landscape = EffectiveLandscape(posterior, learningRate: rate, batchSize: batchSize)
    var report = StationaryReport(
      settings: .init(
        model: command.model.name, data: model.words, exampleCount: posterior.exampleCount,
        batching: batching.name, batchSize: batchSize, learningRate: rate, temperature: command.temperature,
        seed: command.running.seed),
      parameterNames: posterior.parameterNames, minimum: minimum,
      effectiveMinimum: try effectiveMinimum(landscape, minimum),
      potential: -posterior.logDensity(at: minimum.span))
    if command.minimumOnly { return (report, nil) }
    guard posterior.dimension > 1 else {
      throw Failure(.data, "\(command.model) has one parameter here: without a plane there is no current to measure")
    }
    let measurement = try await measure(batching.base, landscape, minimum, &report)
    return (report, measurement)
  }

  /// The minimum of the effective landscape. Fresh minibatches may be run at rates where reshuffled epochs have none.
  private func effectiveMinimum(
    _ landscape: EffectiveLandscape<AnyPosterior>, _ minimum: [Double]
  ) throws(StationaryStateError) -> [Double]? {
    do throws(StationaryStateError) { return try landscape.mode(near: minimum) } catch {
      if case .beyondExpansion = error, batching.base.law.isIndependent { return nil }
      throw error
    }
  }

  private func measure(
    _ batching: some Minibatching, _ landscape: EffectiveLandscape<AnyPosterior>, _ minimum: [Double],
    _ report: inout StationaryReport
  ) async throws -> StationaryMeasurement {
    let (posterior, rate, temperature) = (landscape.model, report.settings.learningRate, command.temperature)
    let state = try StationaryState(
      of: posterior, batching, mode: minimum, learningRate: rate, batchSize: batchSize, temperature: temperature)
    let mean = try state.mean { position in
      batching.law.isIndependent ? posterior.potentialGradient(at: position) : landscape.gradient(at: position)
    }
    let sampler = try self.batching.open(
      Descent(model: model.posterior, learningRate: rate, batchSize: batchSize, temperature: temperature))
    let ticks = try tickCount(state, stepsPerTick: sampler.stepsPerDraw)
    let warmUp = try command.running.length.warmUp(clock(stepsPerTick: sampler.stepsPerDraw))
    let plan = StationaryObserver.Plan(
      state, segmentLengths: command.segmentLengths.filter { $0 <= ticks / 40 }, plane: try plane(state))
    let started = Date()
    let measurement = try await underProgress(
      quiet: command.common.quiet, interrupted: "interrupted: nothing was measured"
    ) { [running = command.running] progress in
      try await StationaryMeasurement.run(
        sampler, plan,
        settings: .init(ticks: ticks * running.chains, burnIn: warmUp, chains: running.chains, seed: running.seed),
        threads: running.threads, onProgress: progress.show)
    }
    report.add(state, mean: mean, measurement, stepsPerTick: sampler.stepsPerDraw)
    report.seconds = Date().timeIntervalSince(started)
    return measurement
  }

  private func clock(stepsPerTick: Int) -> SamplerClock {
    let exampleCount = model.posterior.exampleCount
    return SamplerClock(
      name: "sgd", stepsPerEpoch: (exampleCount + batchSize - 1) / batchSize, stepsPerDraw: stepsPerTick)
  }

  /// The ticks that each chain records.
  private func tickCount(_ state: StationaryState, stepsPerTick: Int) throws -> Int {
    let chains = command.running.chains
    let enough = 160 * state.relaxationTicks * Double(chains * stepsPerTick)
    let usual = Int(min(30_000_000, max(200_000, enough))) / stepsPerTick / chains
    let ticks = try command.running.length.draws(clock(stepsPerTick: stepsPerTick)) ?? usual
    guard ticks >= 2 * StationaryObserver.batchCount else {
      throw Failure(
        .usage,
        "chains of \(ticks) draws are too short: each needs at least \(2 * StationaryObserver.batchCount), "
          + "a draw being \(stepsPerTick) step\(stepsPerTick == 1 ? "" : "s")")
    }
    return ticks
  }

  private func defaultRate(_ largest: Double) -> Double {
    if model.isPaperExample { return 1e-7 }
    let rate = 0.1 / largest * Double(batchSize) / Double(model.posterior.exampleCount)
    return Double(String(format: "%.1e", rate)) ?? rate
  }

  /// The plane of the picture: as named, or that whose predicted current stands out most from the noise.
  private func plane(_ state: StationaryState) throws -> (Int, Int)? {
    guard command.plot != nil, state.dimension >= 2 else { return nil }
    guard let named = command.plane else { return state.strongestPlane }
    let names = model.posterior.parameterNames
    let axes = try named.split(separator: ",").map { name in
      let name = name.trimmingCharacters(in: .whitespaces)
      guard let index = names.firstIndex(of: name) else {
        throw Failure(.usage, "--plane: there is no parameter '\(name)'; they are \(names.joined(separator: " "))")
      }
      return index
    }
    guard axes.count == 2, axes[0] != axes[1] else { throw Failure(.usage, "--plane takes two parameters") }
    return (axes[0], axes[1])
  }
}

/// Stochastic gradient descent, compiled for each minibatching.
private struct Descent: MinibatchingUser {
  let model: AnyPosterior
  let learningRate: Double
  let batchSize: Int
  let temperature: Double

  func use(_ batching: some Minibatching) -> AnySampler {
    AnySampler(
      SGD(
        model, batching, learningRate: .constant(learningRate), batchSize: batchSize, temperature: temperature))
  }
}

extension StationaryState {
  /// The two parameters whose predicted current stands out most from the noise.
  fileprivate var strongestPlane: (Int, Int)? {
    func strength(_ i: Int, _ j: Int) -> Double {
      abs(circulation[i, j])
        / (covariance[i, i] * diffusion[j, j] + covariance[j, j] * diffusion[i, i]).squareRoot()
    }
    let pairs = (0..<dimension).flatMap { j in (0..<j).map { ($0, j) } }
    return pairs.max { strength($0.0, $0.1) < strength($1.0, $1.1) }
  }
}
