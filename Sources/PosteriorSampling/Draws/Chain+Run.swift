/// How far a chain runs.
@usableFromInline
package struct ChainLength: Sendable {
  /// The steps from one draw to the next.
  @usableFromInline let stepsPerDraw: Int
  /// Draws thrown away first.
  @usableFromInline let burnIn: Int
  /// Draws shown to the observer, at most.
  @usableFromInline let count: Int
  /// Of the draws after burn-in, one in so many is shown.
  @usableFromInline let thinning: Int
  /// Whether one in so many is shown of those before, too.
  @usableFromInline let showsBurnIn: Bool

  @usableFromInline
  package init(
    stepsPerDraw: Int, burnIn: Int = 0, count: Int = .max, thinning: Int = 1, showsBurnIn: Bool = false
  ) {
    precondition(stepsPerDraw >= 1 && count >= 1, "a chain needs at least one step a draw, and one draw")
    precondition(burnIn >= 0 && thinning >= 1, "burn-in cannot be negative, nor thinning less than 1")
    self.stepsPerDraw = stepsPerDraw
    self.burnIn = burnIn
    self.count = count
    self.thinning = thinning
    self.showsBurnIn = showsBurnIn
  }

  /// The draws made, shown or not; the largest integer where only the observer ends the chain.
  @usableFromInline package var total: Int {
    let (kept, isEndless) = count.multipliedReportingOverflow(by: thinning)
    let (total, isLonger) = kept.addingReportingOverflow(burnIn)
    return isEndless || isLonger ? .max : total
  }

  /// The work of some chains as progress counts it, each with a warm-up of so many steps; the largest integer where
  /// that is less.
  @usableFromInline
  package func work(chains: Int, warmUpSteps: Int) -> Int {
    let (each, isEndless) = total.addingReportingOverflow(warmUpSteps)
    let (all, isLonger) = each.multipliedReportingOverflow(by: chains)
    return isEndless || isLonger ? .max : all
  }

  /// Progress is told about so often: after this many draws.
  @usableFromInline var reportInterval: Int { max(1, min(2048, total / 64)) }
}

extension Chain {
  /// Runs the chain to the length's end, and shows its draws to an observer: the one loop over draws. A chain that has
  /// made draws already goes on behind them. What a sampler has of a warm-up comes before the first draw.
  ///
  /// Draws are made by the block, which a sampler of short steps can make faster than one draw at a time.
  ///
  /// - Throws: ``SamplingError`` when the chain cannot go on, `CancellationError` when it is told to stop, and what the
  ///   observer throws.
  @inlinable
  package mutating func run(
    _ length: ChainLength, for observer: inout some ChainObserver, as piece: RunningPiece
  ) throws {
    let columns = observer.wantsReports ? sampler.columns : []
    var block = DrawBlock(dimension: sampler.dimension, columnCount: columns.count)
    var pace = BlockPace(most: min(block.mostDraws, length.reportInterval))
    var told = 0
    try observer.pause(self)
    while drawsMade < length.total {
      if piece.isStopped {
        try observer.stop(self)
        throw CancellationError()
      }
      pace.begin()
      let warmUpLeft = sampler.warmUpStepsLeft(of: state)
      let toForget = length.burnIn - drawsMade
      if warmUpLeft > 0 || toForget > 0 {
        let (left, stepsPerDraw) = warmUpLeft > 0 ? (warmUpLeft, 1) : (toForget, length.stepsPerDraw)
        // Held against every so many draws, so that where a chain runs away does not depend on how long a block takes.
        let toCheck = Self.drawsBetweenChecks - drawsMade % Self.drawsBetweenChecks
        let most = dependsOnStretches(stepsPerDraw) ? toCheck : min(pace.draws, toCheck)
        let count = min(length.showsBurnIn ? length.thinning : most, left)
        if length.showsBurnIn {
          let failure = block.make(1, of: &self, stepsPerDraw: count * stepsPerDraw, columns)
          let runaway = block.cutBeforeRunaway()
          try block.show(to: &observer)
          if let failure { throw failure }
          if let runaway { throw divergence(after: drawsMade + count, length, runaway) }
        } else {
          try sampler.advance(&state, steps: count * stepsPerDraw, using: &random)
          if warmUpLeft == 0, count == min(toCheck, left), let runaway = state.position.span.firstRunaway {
            throw divergence(after: drawsMade + count, length, runaway)
          }
        }
        if warmUpLeft > 0 { piece.add(count) } else { drawsMade += count }
      } else {
        let count = min(pace.draws, (length.total - drawsMade) / length.thinning, observer.drawsWanted)
        if count < 1 { break }
        let failure = block.make(count, of: &self, stepsPerDraw: length.stepsPerDraw * length.thinning, columns)
        let runaway = block.cutBeforeRunaway()
        try block.show(to: &observer)
        if let runaway { throw divergence(after: drawsMade + (block.count + 1) * length.thinning, length, runaway) }
        if let failure { throw failure }
        drawsMade += count * length.thinning
      }
      pace.end()
      try observer.pause(self)
      if drawsMade - told >= length.reportInterval {
        piece.add(drawsMade - told)
        told = drawsMade
      }
    }
    piece.add(drawsMade - told)
    try observer.stop(self)
  }
}

extension Chain {
  /// The draws of a burn-in between which a chain is asked whether it has run away.
  @usableFromInline static var drawsBetweenChecks: Int { 1000 }

  /// That a chain has run away by a draw, without leaving the finite numbers, as where a model caps its gradient.
  @usableFromInline
  func divergence(after draws: Int, _ length: ChainLength, _ parameter: Int) -> SamplingError {
    let step = draws * length.stepsPerDraw
    return .diverged(step: step, learningRate: rated.map { $0.learningRate(step - 1) }, parameter: parameter)
  }

  /// Whether the chain's numbers depend on how many draws, so many steps apart, are asked for at once.
  @usableFromInline
  func dependsOnStretches(_ stepsPerDraw: Int) -> Bool {
    rated?.dependsOnStretches(stepsPerDraw: stepsPerDraw) ?? false
  }

  private var rated: (any RatedSteps)? { ((sampler as? AnySampler)?.base ?? sampler) as? any RatedSteps }
}

extension DrawBlock {
  /// Leaves out the draws from the first that is farther away than any posterior is, and says which parameter is.
  @usableFromInline
  mutating func cutBeforeRunaway() -> Int? {
    guard let place = positions.span.extracting(first: count * dimension).firstRunaway else { return nil }
    count = place / dimension
    return place % dimension
  }
}

extension Span<Double> {
  /// The place of the first number that is farther from 0 than proper posteriors of data of any size are.
  @usableFromInline
  var firstRunaway: Int? { firstIndex(beyond: 1e50) }
}

/// A sampler whose steps have a learning rate.
package protocol RatedSteps {
  /// η of each step.
  var learningRate: LearningRate { get }

  /// Whether a chain's numbers depend on how many draws, so many steps apart, are asked for at once.
  func dependsOnStretches(stepsPerDraw: Int) -> Bool
}

extension RatedSteps {
  package func dependsOnStretches(stepsPerDraw: Int) -> Bool { false }
}

extension LangevinSampler: RatedSteps {}
extension SGNHT: RatedSteps {}
extension PreconditionedSGLD: RatedSteps {}

extension ChainLength {
  /// Begins a chain, runs it to its end, and returns its observer, which is told of the end however it comes.
  @inlinable
  package func run<Sampler: PosteriorSampler, Observer: ChainObserver>(
    for observer: Observer, as piece: RunningPiece, _ begin: () throws -> Chain<Sampler>
  ) throws -> Observer {
    var observer = observer
    do {
      var chain = try begin()
      try chain.run(self, for: &observer, as: piece)
    } catch {
      // The reason that ended the chain is the one to tell.
      try? observer.finish()
      throw error
    }
    try observer.finish()
    return observer
  }
}
