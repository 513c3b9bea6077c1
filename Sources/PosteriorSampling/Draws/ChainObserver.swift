/// Watches a chain as it is made: keeps its draws, writes them, adds them up, or ends the chain.
///
///     struct RunningMean: ChainObserver {
///       var (count, sum) = (0, 0.0)
///       mutating func observe(_ draw: Span<Double>, report: Span<Double>) {
///         (count, sum) = (count + 1, sum + draw[0])
///       }
///     }
///
/// An observer belongs to one chain, and is used by one thread at a time. With an observer that keeps nothing, memory
/// does not grow with the run.
public protocol ChainObserver: Sendable {
  /// Whether it wants the values of the sampler's ``PosteriorSampler/columns`` with each draw; no unless said
  /// otherwise.
  var wantsReports: Bool { get }

  /// The most draws to be made before it is asked again. 0 ends the chain; as many as there are unless said otherwise.
  var drawsWanted: Int { get }

  /// Takes the chain's next draw.
  ///
  /// - Parameters:
  ///   - draw: The position: d elements.
  ///   - report: The values of the sampler's columns, in their order; empty unless the observer wants them.
  mutating func observe(_ draw: Span<Double>, report: Span<Double>) throws

  /// Takes the chain's next draws, side by side: one after another unless the observer knows better.
  mutating func observe(_ count: Int, draws: Span<Double>, reports: Span<Double>) throws

  /// Told where the chain is: as it begins or goes on, and then every few draws. ``Chain/checkpoint`` can be saved.
  mutating func pause(_ chain: Chain<some PosteriorSampler>) throws

  /// Told where the chain has come to when it has made all its draws, or is told to stop; not when it could not go on.
  mutating func stop(_ chain: Chain<some PosteriorSampler>) throws

  /// Told once after the chain's last draw, also when the chain could not go on or was cancelled.
  mutating func finish() throws
}

extension ChainObserver {
  /// A sampler's columns are not computed, unless an observer says that it wants them.
  public var wantsReports: Bool { false }

  /// The observer takes as many draws as there are.
  public var drawsWanted: Int { .max }

  /// Takes the draws one after another.
  @inlinable
  public mutating func observe(_ count: Int, draws: Span<Double>, reports: Span<Double>) throws {
    let (d, k) = (draws.count / count, reports.count / count)
    for i in 0..<count {
      try observe(
        draws.extracting(i * d..<(i + 1) * d), report: reports.extracting(i * k..<(i + 1) * k))
    }
  }

  /// Nothing is done where the chain pauses.
  @inlinable
  public mutating func pause(_ chain: Chain<some PosteriorSampler>) throws {}

  /// Nothing is done where the chain stops.
  @inlinable
  public mutating func stop(_ chain: Chain<some PosteriorSampler>) throws {}

  /// Nothing is left to do after the last draw.
  public mutating func finish() throws {}
}

/// Keeps a chain's draws in memory, one after another.
@usableFromInline package struct DrawBuffer: ChainObserver {
  /// The draws' elements, draw after draw.
  @usableFromInline package private(set) var values: [Double] = []

  /// Room for `count` numbers, and more when they come.
  @usableFromInline package init(reservingCapacity count: Int = 0) { values.reserveCapacity(count) }

  /// Takes the chain's next draw.
  @usableFromInline
  package mutating func observe(_ draw: Span<Double>, report: Span<Double>) { append(draw) }

  /// Takes several draws at once.
  @usableFromInline
  package mutating func observe(_ count: Int, draws: Span<Double>, reports: Span<Double>) { append(draws) }

  /// Takes more numbers.
  package mutating func append(_ numbers: Span<Double>) {
    numbers.withUnsafeBufferPointer { values.append(contentsOf: $0) }
  }
}
