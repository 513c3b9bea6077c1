/// The diffusion matrix of an epoch of reshuffled minibatches.
///
/// The first-order displacements of an epoch, −η Σ g_b, sum to the full gradient whatever the order. What
/// fluctuates is of second order, X = η² Σ_{i before j} H_j g_i: by the order of the minibatches of a partition,
/// whose part of D = ½ Var X is
///
///     (η⁴/24) [ Σ_{i<j} a_ij a_ijᵀ + Σ_i r_i r_iᵀ ],   a_ij = H_j g_i − H_i g_j,   r_i = Σ_j a_ij
///
/// averaged over partitions, and by the partition, since the mean of X over orders is ½η²[(ΣH)(Σg) − Σ_i H_i
/// g_i]:
///
///     (η⁴/8) Cov(Σ_i H_i g_i)
///
/// which matters for few minibatches only. Partitions are sampled; hence D ∝ η⁴ against η² for fresh subsets
/// (arXiv:2306.03521, whose per-epoch diffusion is the first part).
package struct EpochDiffusion: Sendable {
  /// D of one epoch: d × d.
  package let matrix: Matrix
  /// The Monte Carlo error of D by its finite number of partitions, in the Frobenius norm, relative to that of D.
  package let relativeError: Double

  /// The diffusion of an epoch at a position, from random partitions.
  ///
  /// - Parameter partitions: 256 to 4096 unless given, the fewer the more a partition costs.
  /// - Throws: ``StationaryStateError/unequalMinibatches(exampleCount:batchSize:)`` when B does not divide N, and
  ///   ``StationaryStateError/noNoise(batchSize:)`` when B is N.
  package init(
    of model: some Posterior, at position: [Double], learningRate: Double, batchSize: Int, partitions given: Int? = nil,
    seed: UInt64 = 1
  ) throws(StationaryStateError) {
    let n = model.exampleCount
    let partitions = given ?? max(256, min(4096, 2_000_000 / (4 * model.dimension * n)))
    precondition(partitions >= 2, "the spread over partitions needs at least two")
    guard n.isMultiple(of: batchSize) else { throw .unequalMinibatches(exampleCount: n, batchSize: batchSize) }
    guard n > batchSize else { throw .noNoise(batchSize: batchSize) }
    let d = model.dimension
    var random = GSLRandom(stream: StreamSeed(seed).child("partitions"))
    var (orders, squares) = (Matrix(rowCount: d, columnCount: d), Matrix(rowCount: d, columnCount: d))
    var ownProducts: [Double] = []
    for _ in 0..<partitions {
      let partition = Partition(model, at: position, batchSize: batchSize, random.permutation(n))
      let order = partition.orderVariance
      orders = orders + order
      squares = squares + Matrix(columnCount: d, elements: order.elements.map { $0 * $0 })
      ownProducts += partition.ownProduct
    }
    let (count, scale) = (Double(partitions), learningRate * learningRate * learningRate * learningRate)
    orders = 1 / count * orders
    let spread = zip(squares.elements, orders.elements).reduce(0) { $0 + max(0, $1.0 / count - $1.1 * $1.1) }
    matrix = scale / 24 * orders + scale / 8 * Matrix(columnCount: d, elements: ownProducts).covariance
    relativeError = (spread / count).squareRoot() / orders.squaredNorm.squareRoot()
  }
}

/// One partition of the examples into minibatches: their gradients g_i and Hessians H_i.
private struct Partition {
  private let gradients: [[Double]]
  private let hessians: [Matrix]

  init(_ model: some Posterior, at position: [Double], batchSize: Int, _ permutation: [Int32]) {
    let batches = stride(from: 0, to: permutation.count, by: batchSize).map {
      Array(permutation[$0..<$0 + batchSize])
    }
    gradients = batches.map { model.gradient(ofMinibatch: $0.span, at: position) }
    hessians = batches.map { batch in
      hessianByDifferences(at: position) { model.gradient(ofMinibatch: batch.span, at: $0) }
    }
  }

  /// Σ_{i<j} a_ij a_ijᵀ + Σ_i r_i r_iᵀ.
  var orderVariance: Matrix {
    let d = gradients[0].count
    var (pairs, sums) = ([Double](), [Double](repeating: 0, count: d * gradients.count))
    for i in gradients.indices {
      for j in 0..<i {
        let (left, right) = (hessians[j] * gradients[i], hessians[i] * gradients[j])
        for k in 0..<d {
          let a = left[k] - right[k]
          pairs.append(a)
          sums[i * d + k] += a
          sums[j * d + k] -= a
        }
      }
    }
    return Matrix(columnCount: d, elements: pairs).gram + Matrix(columnCount: d, elements: sums).gram
  }

  /// Σ_i H_i g_i.
  var ownProduct: [Double] {
    var sum = [Double](repeating: 0, count: gradients[0].count)
    for (gradient, hessian) in zip(gradients, hessians) {
      for (k, value) in (hessian * gradient).enumerated() { sum[k] += value }
    }
    return sum
  }
}

extension Matrix {
  /// The covariance of the rows, with n − 1 below.
  var covariance: Matrix {
    var centred = self
    for j in 0..<columnCount {
      let mean = column(j).reduce(0, +) / Double(rowCount)
      for i in 0..<rowCount { centred[i, j] -= mean }
    }
    return 1 / Double(max(1, rowCount - 1)) * centred.gram
  }
}
