/// The gradient of a minibatch relative to a table of each example's last gradient:
///
///     ĝ_b(θ) = −∇ln p(θ) − Σᵢtᵢ − (N/|b|) Σ_{i∈b} [∇ln pᵢ(θ) − tᵢ],
///     then tᵢ ← ∇ln pᵢ(θ) for i in b
///
/// The table takes N × d numbers, filled at the start by one pass over all examples; no passes after that. The
/// estimate is unbiased when minibatches are fresh, and nearly so in reshuffled epochs.
///
/// Defazio, Bach & Lacoste-Julien, NeurIPS 2014, arXiv:1407.0202; for Langevin dynamics Dubey, Reddi, Póczos, Smola,
/// Xing & Williamson, NeurIPS 2016, arXiv:1608.00495.
public struct SAGAGradient<Model: Posterior, Batching: Minibatching>: MinibatchedEstimator {
  /// The minibatches' own gradient.
  @usableFromInline package let minibatches: MinibatchGradient<Model, Batching>

  /// A chain's minibatches and table.
  public struct State: MinibatchedState {
    /// The chain's examples in their present order, and its current minibatch.
    @usableFromInline package var minibatches: Minibatches
    /// tᵢ: N × d, an example a row.
    @usableFromInline var table: [Double]
    /// Σᵢtᵢ: d elements.
    @usableFromInline var total: [Double]
    /// The minibatch's gradients: B × d, an example a row.
    @usableFromInline var fresh: [Double]
    /// One example's gradient: d elements.
    @usableFromInline var row: [Double]

    @inlinable
    init(minibatches: Minibatches, table: [Double], total: [Double]) {
      self.minibatches = minibatches
      self.table = table
      self.total = total
      fresh = [Double](repeating: 0, count: minibatches.batchSize * total.count)
      row = [Double](repeating: 0, count: total.count)
    }
  }

  /// The gradient of minibatches of `batchSize` examples, 1 to N.
  public init(_ model: Model, _ batching: Batching, batchSize: Int) {
    minibatches = MinibatchGradient(model, batching, batchSize: batchSize)
  }

  /// Minibatches that have not begun, and the table at the start.
  @inlinable
  public func start(at position: [Double], using random: inout some RandomSource) -> State {
    let (model, d) = (minibatches.model, dimension)
    var table = [Double](repeating: 0, count: model.exampleCount * d)
    var total = [Double](repeating: 0, count: d)
    var row = [Double](repeating: 0, count: d)
    for i in 0..<model.exampleCount {
      row.write(gradientOf: i, at: position, model)
      total.add(1, times: row)
      for j in 0..<d { table[i * d + j] = row[j] }
    }
    return State(minibatches: minibatches.start(at: position, using: &random), table: table, total: total)
  }

  /// Moves to the next minibatch; the share is |b|/B.
  @inlinable
  public func advance(_ state: inout State, using random: inout some RandomSource) -> Double {
    minibatches.advance(&state.minibatches, using: &random)
  }

  /// Writes the current minibatch's estimate, and then its gradients into the table.
  @inlinable
  public func estimate(_ gradient: inout [Double], at position: [Double], state: inout State) {
    let (model, d, minibatch) = (minibatches.model, dimension, state.minibatches.current)
    let scale = Double(model.exampleCount) / Double(minibatch.count)
    var span = gradient.mutableSpan
    span.fill(0)
    model.addLogPriorGradient(at: position.span, to: &span)
    span.add(1, times: state.total.span)
    for (k, place) in minibatch.enumerated() {
      let i = Int(state.minibatches.examples[place])
      state.row.write(gradientOf: i, at: position, model)
      for j in 0..<d {
        state.fresh[k * d + j] = state.row[j]
        span[j] += scale * (state.row[j] - state.table[i * d + j])
      }
    }
    span.negate()
    // Only now, since an example may come twice in a minibatch.
    for (k, place) in minibatch.enumerated() {
      let i = Int(state.minibatches.examples[place])
      for j in 0..<d {
        state.total[j] += state.fresh[k * d + j] - state.table[i * d + j]
        state.table[i * d + j] = state.fresh[k * d + j]
      }
    }
  }
}

extension [Double] {
  /// self ← ∇ ln p(yᵢ | θ).
  @inlinable
  mutating func write(gradientOf example: Int, at position: [Double], _ model: some Posterior) {
    var span = mutableSpan
    span.fill(0)
    model.addLogLikelihoodGradient(of: example, at: position.span, scaledBy: 1, to: &span)
  }
}
