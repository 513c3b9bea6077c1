/// A Markov chain whose stationary law is a posterior, or close to one.
///
/// A sampler is an immutable value that many chains may share. Everything a chain carries from step to step is its
/// `State`, a value too: copying it is a checkpoint. Chains, draws and diagnostics follow from ``start(at:using:)``
/// and ``step(_:using:)`` alone.
public protocol PosteriorSampler: ParameterSpace {
  /// What the next step needs, and nothing more.
  associatedtype State: SamplerState

  /// What a step reports; never carried on to the next.
  associatedtype Info: Sendable = Void

  /// How many steps lie between two draws on the sampler's own clock: 1, or the steps of an epoch for a sampler
  /// whose law is meant at epoch ends.
  var stepsPerDraw: Int { get }

  /// The steps at a chain's start in which it tunes itself. They make no draws from the posterior; a run passes over
  /// them before it counts draws.
  var warmUpSteps: Int { get }

  /// How many of these steps a chain has still to make.
  func warmUpStepsLeft(of state: State) -> Int

  /// What is reported of each draw beside its position, in the order of a table's columns.
  var columns: [DrawColumn<State, Info>] { get }

  /// Whether a state that was saved can be one of this sampler's chains. It is asked before a chain goes on from a
  /// ``Checkpoint``, since files can hold anything; only a position of d elements is required unless a sampler says
  /// more.
  func accepts(_ saved: State) -> Bool

  /// The state of a new chain at a position.
  func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State

  /// Moves a chain by one step.
  ///
  /// - Throws: ``SamplingError`` when the run cannot go on, as when the position is no longer finite.
  @discardableResult
  func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) -> Info

  /// Moves a chain by several steps.
  func advance(_ state: inout State, steps: Int, using random: inout some RandomSource) throws(SamplingError)

  /// Moves a chain by several steps, and writes the position after each into `trace`, d elements behind d elements.
  ///
  /// A sampler whose steps are short can take them faster so than one by one. They are the same steps.
  func advance(
    _ state: inout State, steps: Int, tracing trace: inout MutableSpan<Double>, using random: inout some RandomSource
  ) throws(SamplingError)
}

extension PosteriorSampler {
  /// Each step is a draw, unless a sampler has another clock.
  public var stepsPerDraw: Int { 1 }

  /// A chain does not tune itself, unless a sampler says so.
  public var warmUpSteps: Int { 0 }

  /// A chain that does not tune itself has no steps of a warm-up left.
  @inlinable
  public func warmUpStepsLeft(of state: State) -> Int { 0 }

  /// Nothing is reported beside the position, unless a sampler has columns.
  public var columns: [DrawColumn<State, Info>] { [] }

  /// A saved state needs a position of d elements.
  public func accepts(_ saved: State) -> Bool { saved.position.count == dimension }

  /// Moves a chain by several steps.
  @inlinable
  public func advance(
    _ state: inout State, steps: Int, using random: inout some RandomSource
  ) throws(SamplingError) {
    for _ in 0..<steps { try step(&state, using: &random) }
  }

  /// Moves a chain by several steps, and writes the position after each into `trace`.
  @inlinable
  public func advance(
    _ state: inout State, steps: Int, tracing trace: inout MutableSpan<Double>, using random: inout some RandomSource
  ) throws(SamplingError) {
    precondition(trace.count == steps * dimension, "\(steps) positions have \(steps * dimension) elements")
    for made in 0..<steps {
      try step(&state, using: &random)
      trace.write(state.position, at: made * dimension)
    }
  }
}

/// The state of a chain: a value that can be saved, so that a chain can go on in another run of the program.
public protocol SamplerState: Sendable, Codable {
  /// Where the chain is: d elements.
  var position: [Double] { get }
}
