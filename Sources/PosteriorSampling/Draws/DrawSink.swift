/// Where one chain's draws go as they are made: memory, a file, a running mean.
///
/// A chain appends from one thread only. With a sink that keeps nothing, memory does not grow with the run.
public protocol DrawSink: Sendable {
  /// Takes the chain's next draw.
  mutating func append(_ draw: [Double]) throws

  /// Told once after the chain's last draw, also when the chain could not go on or was cancelled.
  mutating func finish() throws
}

extension DrawSink {
  /// Nothing.
  public mutating func finish() throws {}
}

/// Keeps a chain's draws in memory, one after another.
public struct DrawBuffer: DrawSink {
  @usableFromInline var elements: [Double] = []

  /// Room for `count` numbers, and more when they come.
  public init(reservingCapacity count: Int = 0) { elements.reserveCapacity(count) }

  /// The draws' elements, draw after draw.
  public var values: [Double] { elements }

  /// Takes the chain's next draw.
  public mutating func append(_ draw: [Double]) { elements.append(contentsOf: draw) }

  /// Takes the positions of a chain as it moves on, one after so many steps.
  @inlinable
  mutating func append<Sampler: PosteriorSampler>(
    _ count: Int, of sampler: Sampler, stepsPerDraw: Int, from state: inout Sampler.State,
    using random: inout some RandomSource
  ) throws(SamplingError) {
    let d = sampler.dimension
    let first = elements.count
    elements.append(contentsOf: repeatElement(0, count: count * d))
    var span = elements.mutableSpan
    var room = span._mutatingExtracting(first..<first + count * d)
    if stepsPerDraw == 1 {
      try sampler.advance(&state, steps: count, tracing: &room, using: &random)
    } else {
      for made in 0..<count {
        try sampler.advance(&state, steps: stepsPerDraw, using: &random)
        room.write(state.position, at: made * d)
      }
    }
  }
}

/// Why one chain of several could not go on.
public struct ChainError: Error, Equatable, CustomStringConvertible {
  /// The chain's number, from 0.
  public let chain: Int
  /// What happened to it.
  public let reason: SamplingError

  /// An error of a chain, numbered from 0.
  public init(chain: Int, reason: SamplingError) {
    self.chain = chain
    self.reason = reason
  }

  /// "chain 2: …", counting from 1.
  public var description: String { "chain \(chain + 1): \(reason)" }
}
