/// The gradient of a minibatch, scaled up to all examples:
///
///     ĝ_b(θ) = −∇ln p(θ) − (N/|b|) Σ_{i∈b} ∇ln p(yᵢ | θ)
public struct MinibatchGradient<Model: Posterior, Batching: Minibatching>: GradientEstimator, SharesParameters {
  /// The model whose examples make the minibatches.
  @usableFromInline package let model: Model
  /// How minibatches are chosen.
  @usableFromInline package let batching: Batching
  /// B: the number of examples in a full minibatch.
  @usableFromInline package let batchSize: Int
  /// The same gradient in one pass, where the model has that.
  @usableFromInline let onePass: (any OnePassGradient)?
  /// What reads the examples, where they are on a disk, and the blocks by which they are taken.
  @usableFromInline let reader: (examples: any StoredExamples, blocks: BlockEpochs)?
  /// How minibatches are chosen, where their gradient is a sum over strata.
  @usableFromInline package let stratified: StratifiedEpochs?

  /// The gradient of minibatches of `batchSize` examples, 1 to N.
  public init(_ model: Model, _ batching: Batching, batchSize: Int) {
    precondition(
      batchSize >= 1 && batchSize <= model.exampleCount,
      "a minibatch takes 1 to \(model.exampleCount) examples, not \(batchSize)")
    self.model = model
    self.batching = batching
    self.batchSize = batchSize
    stratified = batching as? StratifiedEpochs
    let capabilities = model.capabilities
    onePass = capabilities.onePass
    capabilities.linearPredictor?.design.useLargePages()
    if let stored = capabilities.stored, let batching = batching as? any BlockMinibatching {
      reader = (stored, batching.blocks(of: model.exampleCount, batchSize: batchSize))
    } else {
      reader = nil
    }
  }

  @inlinable
  package var parameters: Model { model }

  /// M: the number of steps in which as many examples are used as there are.
  public var stepsPerEpoch: Int { (model.exampleCount + batchSize - 1) / batchSize }

  /// The number of steps after which the minibatching begins anew.
  public var stepsPerCycle: Int { batching.epochsPerCycle * stepsPerEpoch }

  /// Minibatches that have not begun.
  @inlinable
  public func start(at position: [Double], using random: inout some RandomSource) -> Minibatches {
    batching.minibatches(of: model.exampleCount, batchSize: batchSize)
  }

  /// Moves to the next minibatch; the share is |b|/B.
  @inlinable
  public func advance(_ state: inout Minibatches, using random: inout some RandomSource) -> Double {
    batching.advance(&state, using: &random)
    if reader != nil, state.current.lowerBound == 0 { readAhead(of: state) }
    let count = state.current.count
    return count == batchSize ? 1 : Double(count) / Double(batchSize)
  }

  /// Has the rows of the next window read while those of the one that begins are used.
  @usableFromInline
  func readAhead(of state: Minibatches) {
    guard let reader else { return }
    for rows in reader.blocks.rowsAhead(of: state) { reader.examples.expect(rows) }
  }

  /// Writes the current minibatch's ĝ_b.
  @inlinable
  public func estimate(_ gradient: inout [Double], at position: [Double], state: inout Minibatches) {
    if let stratified { return estimate(&gradient, at: position, state, by: stratified) }
    if let onePass { return onePass.setPotentialGradient(&gradient, of: state, at: position) }
    var span = gradient.mutableSpan
    let examples = state.examples.span.extracting(state.current)
    span.fill(0)
    model.addLogPriorGradient(at: position.span, to: &span)
    span.negate()
    model.addLogLikelihoodGradient(
      ofExamples: examples, at: position.span, relativeTo: nil,
      scaledBy: -Double(model.exampleCount) / Double(examples.count), to: &span)
  }

  /// Whether the epoch's last minibatch has been used.
  @inlinable
  public func isEpochEnd(_ state: Minibatches) -> Bool { state.isEpochEnd }
}
