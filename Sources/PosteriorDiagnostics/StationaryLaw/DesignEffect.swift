/// How much more blocks of consecutive examples differ than random subsets as large: what stored order costs a sampler
/// that reads by blocks.
///
///     deff = L tr Cov(block means)/tr Cov(examples)
///
/// in coordinates in which the posterior's covariance is the unit matrix. It is 1 on average in random order and L
/// where the examples of a block are alike. With plain gradients the bias of an epoch's order is multiplied by
/// ``gradients``, with control variates by ``curvatures``.
public struct DesignEffect: Sendable, Hashable {
  /// Of the examples' gradients at the mode.
  public let gradients: Double
  /// Of the changes of these gradients with the position, along two random directions.
  public let curvatures: Double
  /// The blocks that were looked at.
  public let blockCount: Int

  /// What random order would show once in 30 000 times.
  var chance: Double {
    // Wilson and Hilferty's quantile of χ² over its degrees of freedom.
    let variance = 2 / (9 * Double(max(1, blockCount - 1)))
    let root = 1 - variance + 4 * variance.squareRoot()
    return root * root * root
  }

  /// Whether blocks cost more than chance and half as much again as random order.
  ///
  /// - Parameter isAnchored: Whether there are control variates.
  public func isHarmful(isAnchored: Bool) -> Bool { (isAnchored ? curvatures : gradients) > max(1.5, chance) }
}

extension Posterior {
  /// The design effect of blocks of `size` consecutive examples, at the mode; nil where there are fewer than two whole
  /// blocks. Of many blocks it looks at some, far apart.
  ///
  /// - Throws: `GSLError` where the Hessian is not positive definite.
  public func designEffect(ofBlocks size: Int, at mode: Mode) throws(GSLError) -> DesignEffect? {
    precondition(size >= 1, "a block has an example at least")
    let whole = exampleCount / size
    guard whole >= 2 else { return nil }
    let blockCount = min(whole, max(20, 100_000 / size))
    let factor = try Cholesky(mode.hessian)
    var random = GSLRandom(stream: StreamSeed(1).child("design effect"))
    let directions = (0..<2).map { _ in
      zip(mode.position, factor.solveUpper(random.normals(dimension))).map { $0 + $1 }
    }
    var (gradients, curvatures) = (BlockSpread(dimension), BlockSpread(2 * dimension))
    for number in 0..<blockCount {
      let first = number * whole / blockCount * size
      for example in first..<first + size {
        let here = whitenedGradient(of: example, at: mode.position, factor)
        gradients.add(here)
        curvatures.add(
          directions.flatMap { zip(whitenedGradient(of: example, at: $0, factor), here).map { $0 - $1 } })
      }
      gradients.endBlock()
      curvatures.endBlock()
    }
    return DesignEffect(gradients: gradients.ratio, curvatures: curvatures.ratio, blockCount: blockCount)
  }

  private func whitenedGradient(of example: Int, at position: [Double], _ factor: Cholesky) -> [Double] {
    var gradient = [Double](repeating: 0, count: dimension)
    var span = gradient.mutableSpan
    addLogLikelihoodGradient(of: example, at: position.span, scaledBy: 1, to: &span)
    return factor.solveLower(gradient)
  }
}

/// The spread of vectors within and between blocks of them.
private struct BlockSpread {
  private var all: [Double]
  private var block: [Double]
  private var squares = 0.0
  private var blockSquares = 0.0
  private var (count, inBlock, blockCount) = (0.0, 0.0, 0.0)
  /// The first vector, from which all are counted so that nothing cancels.
  private var origin: [Double] = []

  init(_ dimension: Int) {
    all = [Double](repeating: 0, count: dimension)
    block = all
  }

  mutating func add(_ vector: [Double]) {
    if origin.isEmpty { origin = vector }
    for i in vector.indices {
      let value = vector[i] - origin[i]
      block[i] += value
      squares += value * value
    }
    inBlock += 1
  }

  mutating func endBlock() {
    for i in block.indices {
      all[i] += block[i]
      blockSquares += block[i] * block[i] / inBlock
      block[i] = 0
    }
    (count, blockCount, inBlock) = (count + inBlock, blockCount + 1, 0)
  }

  /// deff; 1 where all vectors are alike, as curvatures are of a model whose rows are.
  var ratio: Double {
    let square = all.reduce(0) { $0 + $1 * $1 } / count
    let spread = (squares - square) / (count - 1)
    return spread > 1e-12 * squares / count ? (blockSquares - square) / (blockCount - 1) / spread : 1
  }
}
