/// Variances, or a whole covariance, of draws as they come (Welford, Technometrics 4 (1962),
/// doi:10.1080/00401706.1962.10490022), in the coordinates in which a first guess of the covariance is the identity.
struct RunningCovariance: Sendable, Codable {
  private let shape: Metric.Shape
  private let guess: Metric
  private(set) var count = 0
  private var mean: [Double]
  /// Σ (x − m)(x − m)ᵀ: its diagonal, or its lower triangle in a d × d matrix.
  private var squares: Matrix

  init(dimension: Int, shape: Metric.Shape, guess: Metric) {
    (self.shape, self.guess) = (shape, guess)
    mean = [Double](repeating: 0, count: dimension)
    squares = Matrix(rowCount: shape == .dense ? dimension : 1, columnCount: dimension)
  }

  /// Begins anew, in the same coordinates.
  mutating func removeAll() { self = Self(dimension: mean.count, shape: shape, guess: guess) }

  /// Whether these are moments of d parameters, as a metric of this shape needs them.
  func fits(dimension: Int, shape: Metric.Shape) -> Bool {
    self.shape == shape && guess.fits(dimension: dimension) && count >= 0 && mean.count == dimension
      && squares.columnCount == dimension && squares.rowCount == (shape == .dense ? dimension : 1)
  }

  mutating func add(_ draw: [Double]) {
    let draw = guess.whitened(draw)
    count += 1
    let before = draw.indices.map { draw[$0] - mean[$0] }
    for j in mean.indices { mean[j] += before[j] / Double(count) }
    for i in mean.indices {
      let after = draw[i] - mean[i]
      if shape == .dense {
        for j in 0...i { squares[i, j] += after * before[j] }
      } else {
        squares[0, i] += after * before[i]
      }
    }
  }

  /// The estimate, shrunk towards a thousandth of the first guess with the weight of five draws, as Stan does towards
  /// 10⁻³I: of few draws a covariance is singular.
  ///
  /// - Throws: ``SamplingError/warmUpFailed(_:)`` when it is not finite or not positive definite.
  func metric() throws(SamplingError) -> Metric {
    let n = Double(count)
    let scale = n / ((n + 5) * max(1, n - 1))
    let floor = 1e-3 * 5 / (n + 5)
    switch shape {
    case .unit: return .unit
    case .diagonal:
      let variances = squares.elements.map { scale * $0 + floor }
      guard variances.allSatisfy(\.isFinite) else { throw failure("a variance is not finite") }
      return guess.scaled(by: variances)
    case .dense:
      // Only the lower triangle is read.
      let covariance = scale * squares + Matrix(diagonal: mean.map { _ in floor })
      do throws(GSLError) { return guess.multiplied(by: try Cholesky(covariance)) } catch { throw failure("\(error)") }
    }
  }

  private func failure(_ reason: String) -> SamplingError {
    .warmUpFailed(
      "the draws' covariance cannot be estimated (\(reason)): the posterior may be improper, or its parameters' scales "
        + "too far apart; give a proper prior, or rescale the parameters")
  }
}
