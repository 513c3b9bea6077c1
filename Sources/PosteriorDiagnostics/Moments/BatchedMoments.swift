/// The moments of a chain's draws, streamed into a fixed number of batches: memory does not grow with the run.
///
/// The spread of the batches' moments around the whole run's gives their Monte Carlo error, correlations included, as
/// long as a batch is much longer than the chain's memory (batch means: Geyer, Stat. Sci. 7 (1992); Flegal & Jones,
/// Ann. Stat. 38 (2010)).
package struct BatchedMoments: Sendable {
  /// One batch: the number of draws, and the sums of z and of zzᵀ (lower triangle) in whitened coordinates.
  struct Batch: Sendable {
    var count = 0
    var sums: [Double]
    var products: [Double]

    init(dimension d: Int) {
      sums = [Double](repeating: 0, count: d)
      products = [Double](repeating: 0, count: d * (d + 1) / 2)
    }

    mutating func merge(_ other: Batch) {
      count += other.count
      for i in sums.indices { sums[i] += other.sums[i] }
      for i in products.indices { products[i] += other.products[i] }
    }
  }

  private var mean: [Double]
  private var cholesky: Cholesky
  private let batchLength: Int
  private let batchCount: Int
  private(set) var batches: [Batch]
  private var whitened: [Double]
  private var whitenedTwin: [Double]

  /// Room for about `drawCount` draws in `batchCount` batches; later draws join the last batch.
  package init(reference: MultivariateNormal, drawCount: Int, batchCount: Int = 32) {
    precondition(drawCount >= 1 && batchCount >= 1, "moments need at least one draw and one batch")
    mean = reference.mean
    cholesky = reference.cholesky
    self.batchCount = min(batchCount, drawCount)
    batchLength = drawCount / self.batchCount
    batches = [Batch(dimension: mean.count)]
    batches.reserveCapacity(self.batchCount)
    whitened = mean
    whitenedTwin = mean
  }

  /// The number of draws so far.
  package var drawCount: Int { batches.reduce(0) { $0 + $1.count } }

  /// Whether no sum has overflowed.
  package var isFinite: Bool { batches.allSatisfy { $0.products.allSatisfy(\.isFinite) } }

  /// Adds one draw of d elements.
  package mutating func add(_ position: [Double]) { add(position.span) }

  /// Adds one draw of d elements.
  package mutating func add(_ position: Span<Double>) {
    whiten(position, &whitened)
    beginBatchIfNeeded()
    batches[batches.count - 1].add(whitened)
  }

  /// Adds the difference of the moments of two draws of d elements, z − x of the sums and zzᵀ − xxᵀ of the
  /// products.
  mutating func add(_ position: Span<Double>, minus twin: Span<Double>) {
    whiten(position, &whitened)
    whiten(twin, &whitenedTwin)
    beginBatchIfNeeded()
    batches[batches.count - 1].add(whitened, minus: whitenedTwin)
  }

  /// The moments of z from those of a difference, where x is known to have mean 0 and covariance I + `excess`.
  func added(to excess: Matrix) -> BatchedMoments {
    var result = self
    for index in batches.indices {
      var place = 0
      for i in mean.indices {
        for j in 0...i {
          let moment = (i == j ? 1 : 0) + excess[i, j]
          result.batches[index].products[place] += Double(batches[index].count) * moment
          place += 1
        }
      }
    }
    return result
  }

  /// The same moments in the coordinates in which another normal is N(0, I): z' = Tz + u.
  func seen(from other: MultivariateNormal) -> BatchedMoments { seen(from: other, areDifferences: false) }

  /// The same differences of moments in the coordinates in which another normal is N(0, I): with z' = Tz + u, z' − x'
  /// is T(z − x), and z'z'ᵀ − x'x'ᵀ is T(zzᵀ − xxᵀ)Tᵀ + T(z − x)uᵀ + u(z − x)ᵀTᵀ.
  func differences(seenFrom other: MultivariateNormal) -> BatchedMoments { seen(from: other, areDifferences: true) }

  private func seen(from other: MultivariateNormal, areDifferences: Bool) -> BatchedMoments {
    var result = self
    (result.mean, result.cholesky) = (other.mean, other.cholesky)
    let shift = other.cholesky.solveLower(zip(mean, other.mean).map { $0 - $1 })
    let map = Matrix(
      columnCount: mean.count,
      elements: mean.indices.flatMap { other.cholesky.solveLower(cholesky.factor.column($0)) }
    ).transposed
    for index in batches.indices {
      let count = areDifferences ? 0 : Double(batches[index].count)
      let (sums, products) = (
        map * batches[index].sums,
        map * Matrix(lowerTriangle: batches[index].products, size: mean.count) * map.transposed
      )
      var place = 0
      for i in mean.indices {
        for j in 0...i {
          result.batches[index].products[place] =
            products[i, j] + sums[i] * shift[j] + shift[i] * sums[j] + count * shift[i] * shift[j]
          place += 1
        }
      }
      result.batches[index].sums = zip(sums, shift).map { $0 + count * $1 }
    }
    return result
  }

  private func whiten(_ position: Span<Double>, _ result: inout [Double]) {
    precondition(position.count == mean.count, "a draw of \(position.count) parameters, not \(mean.count)")
    for j in result.indices { result[j] = position[j] - mean[j] }
    cholesky.solveLower(&result)
  }

  private mutating func beginBatchIfNeeded() {
    if batches[batches.count - 1].count >= batchLength, batches.count < batchCount {
      batches.append(Batch(dimension: mean.count))
    }
  }
}

extension BatchedMoments.Batch {
  mutating func add(_ draw: [Double]) {
    count += 1
    var place = 0
    // By index: a mutable span of an array within an array was seen to write into a copy's storage (Swift 6.3.1).
    for i in draw.indices {
      sums[i] += draw[i]
      for j in 0...i {
        products[place] += draw[i] * draw[j]
        place += 1
      }
    }
  }

  mutating func add(_ draw: [Double], minus twin: [Double]) {
    count += 1
    var place = 0
    for i in draw.indices {
      let difference = draw[i] - twin[i]
      sums[i] += difference
      for j in 0...i {
        products[place] += difference * draw[j] + twin[i] * (draw[j] - twin[j])
        place += 1
      }
    }
  }
}
