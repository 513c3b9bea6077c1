/// Some draws side by side, and what the sampler reports of each.
@usableFromInline
struct DrawBlock {
  @usableFromInline var positions: [Double] = []
  @usableFromInline var reports: [Double] = []
  /// The draws made: fewer than were asked for when the chain could not go on.
  @usableFromInline var count = 0
  @usableFromInline let dimension: Int
  @usableFromInline let columnCount: Int

  @inlinable
  init(dimension: Int, columnCount: Int) {
    self.dimension = dimension
    self.columnCount = columnCount
  }

  /// The most draws of a block: as many as stay in the nearest cache. Steps that are draws begin and end a loop with
  /// every block, which of short steps costs as much as several.
  @usableFromInline var mostDraws: Int { min(512, max(32, 2048 / max(1, dimension))) }

  /// Makes the next draws of a chain, as far as it can; returns what stopped it.
  @inlinable
  mutating func make<Sampler: PosteriorSampler>(
    _ wanted: Int, of chain: inout Chain<Sampler>, stepsPerDraw: Int,
    _ columns: [DrawColumn<Sampler.State, Sampler.Info>]
  ) -> SamplingError? {
    empty(for: wanted)
    do throws(SamplingError) {
      if columns.isEmpty, stepsPerDraw == 1 {
        try trace(wanted, of: &chain)
      } else {
        try fill(wanted, of: &chain, stepsPerDraw: stepsPerDraw, columns)
      }
      return nil
    } catch { return error }
  }

  /// Shows the draws to an observer.
  @inlinable
  func show(to observer: inout some ChainObserver) throws {
    guard count > 0 else { return }
    try observer.observe(
      count, draws: positions.span.extracting(first: count * dimension),
      reports: reports.span.extracting(first: count * columnCount))
  }

  @inlinable
  mutating func fill<Sampler: PosteriorSampler>(
    _ wanted: Int, of chain: inout Chain<Sampler>, stepsPerDraw: Int,
    _ columns: [DrawColumn<Sampler.State, Sampler.Info>]
  ) throws(SamplingError) {
    while count < wanted {
      if columns.isEmpty {
        try chain.sampler.advance(&chain.state, steps: stepsPerDraw, using: &chain.random)
      } else {
        try chain.sampler.advance(&chain.state, steps: stepsPerDraw - 1, using: &chain.random)
        let info = try chain.sampler.step(&chain.state, using: &chain.random)
        for place in columns.indices {
          reports[count * columnCount + place] = columns[place].value(chain.state, info)
        }
      }
      let place = count * dimension
      var room = positions.mutableSpan
      room.write(chain.state.position, at: place)
      count += 1
    }
  }

  /// The same of steps that are draws, which a sampler may take faster together.
  @inlinable
  mutating func trace<Sampler: PosteriorSampler>(
    _ wanted: Int, of chain: inout Chain<Sampler>
  ) throws(SamplingError) {
    do throws(SamplingError) {
      var room = positions.mutableSpan
      try chain.sampler.advance(&chain.state, steps: wanted, tracing: &room, using: &chain.random)
    } catch {
      while count < wanted, !positions[count * dimension].isNaN { count += 1 }
      throw error
    }
    count = wanted
  }

  /// Makes room for so many draws. Where one is not written, its first number is NaN.
  @usableFromInline
  mutating func empty(for wanted: Int) {
    count = 0
    if positions.count != wanted * dimension {
      positions = [Double](repeating: .nan, count: wanted * dimension)
      reports = [Double](repeating: .nan, count: wanted * columnCount)
    } else {
      let d = max(1, dimension)
      var room = positions.mutableSpan
      for place in stride(from: 0, to: room.count, by: d) { room[place] = .nan }
    }
  }
}
