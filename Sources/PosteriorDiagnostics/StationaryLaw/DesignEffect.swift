/// How much more blocks of consecutive examples differ than random subsets as large: what stored order costs a sampler
/// that reads by blocks.
///
///     deff = L tr Cov(block means)/tr Cov(examples)
///
/// with the covariance of block means within W stretches of the rows, where a window has a block from each of them, and
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
  /// W: how many of them, far apart, are shuffled together.
  public let window: Int

  /// In how many directions the gradients at the mode spread: (Σ cⱼ)²/Σ cⱼ², c their variances in the coordinates that
  /// deff is taken in. As many times as there are blocks chance has a say in deff.
  let directionCount: Double

  /// Whether blocks cost more than chance and half as much again as random order.
  ///
  /// - Parameter isAnchored: Whether there are control variates.
  public func isHarmful(isAnchored: Bool) -> Bool {
    let freedom = Double(blockCount - window) * directionCount
    return (isAnchored ? curvatures : gradients) > largestDesignEffect(degreesOfFreedom: Int(freedom))
  }
}

extension Posterior {
  /// The design effect of minibatching by blocks, at the mode; nil where there are fewer than two whole blocks for each
  /// block of a window. Of many blocks it looks at some, far apart.
  ///
  /// - Throws: `GSLError` where the Hessian is not positive definite.
  public func designEffect(of blocks: BlockEpochs, at mode: Mode) throws(GSLError) -> DesignEffect? {
    let (size, window) = (blocks.blockSize, blocks.window)
    let whole = exampleCount / size
    guard whole / 2 >= window else { return nil }
    let blockCount = min(whole, max(20, 4 * window, 100_000 / size))
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
      let stretch = ((number + 1) * window - 1) / blockCount
      gradients.endBlock(in: stretch)
      curvatures.endBlock(in: stretch)
    }
    return DesignEffect(
      gradients: gradients.ratio, curvatures: curvatures.ratio, blockCount: blockCount, window: window,
      directionCount: gradients.directionCount)
  }

  private func whitenedGradient(of example: Int, at position: [Double], _ factor: Cholesky) -> [Double] {
    var gradient = [Double](repeating: 0, count: dimension)
    var span = gradient.mutableSpan
    addLogLikelihoodGradient(of: example, at: position.span, scaledBy: 1, to: &span)
    return factor.solveLower(gradient)
  }
}

/// The spread of vectors, and that of blocks of them within stretches of blocks.
private struct BlockSpread {
  private var all: [Double]
  private var stretch: [Double]
  private var block: [Double]
  private var squares: [Double]
  private var blockSquares = 0.0
  private var stretchSquares = 0.0
  private var (count, inStretch, inBlock) = (0.0, 0.0, 0.0)
  private var (blockCount, present) = (0.0, 0)
  /// The first vector, from which all are counted so that nothing cancels.
  private var origin: [Double] = []

  init(_ dimension: Int) {
    all = [Double](repeating: 0, count: dimension)
    (stretch, block, squares) = (all, all, all)
  }

  mutating func add(_ vector: [Double]) {
    if origin.isEmpty { origin = vector }
    for i in vector.indices {
      let value = vector[i] - origin[i]
      block[i] += value
      squares[i] += value * value
    }
    inBlock += 1
  }

  /// Ends a block of a stretch, which are numbered in their order.
  mutating func endBlock(in number: Int) {
    if number > present { endStretch() }
    present = number
    for i in block.indices {
      stretch[i] += block[i]
      blockSquares += block[i] * block[i] / inBlock
      block[i] = 0
    }
    (inStretch, blockCount, inBlock) = (inStretch + inBlock, blockCount + 1, 0)
  }

  private mutating func endStretch() {
    for i in stretch.indices {
      all[i] += stretch[i]
      stretchSquares += stretch[i] * stretch[i] / inStretch
      stretch[i] = 0
    }
    (count, inStretch) = (count + inStretch, 0)
  }

  /// deff; 1 where all vectors are alike, as curvatures are of a model whose rows are.
  var ratio: Double {
    var whole = self
    whole.endStretch()
    return whole.ratioOfWhole
  }

  /// (Σ cⱼ)²/Σ cⱼ², c being the variances of the components: how many of them are alike. At least 1.
  var directionCount: Double {
    var whole = self
    whole.endStretch()
    let variances = whole.variances
    let (sum, squares) = (variances.reduce(0, +), variances.dot(variances))
    return squares > 0 ? max(1, sum * sum / squares) : 1
  }

  private var variances: [Double] { zip(squares, all).map { max(0, $0 - $1 * $1 / count) / (count - 1) } }

  private var ratioOfWhole: Double {
    let spread = variances.reduce(0, +)
    let freedom = blockCount - Double(present + 1)
    return spread > 1e-12 * squares.reduce(0, +) / count ? (blockSquares - stretchSquares) / freedom / spread : 1
  }
}
