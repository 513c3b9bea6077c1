/// A chain's last draws with the gradients there, which together say what its metric should be.
///
/// Of a normal posterior gradients are g = −Σ⁻¹(x − μ): their covariance is Σ⁻¹ for what one of the draws is Σ. The C
/// for which the posterior is nearest to N(·, C), by the Fisher divergence of the coordinates in which C is the
/// identity, solves C cov(g) C = cov(x): of a normal C = Σ, by as many draws as it has parameters, or far fewer where
/// Σ is the sum of a diagonal and a matrix of low rank.
///
/// Seyboldt, Carlson & Carpenter, arXiv:2603.18845.
struct RecentDraws: Sendable, Codable {
  private(set) var positions: [[Double]] = []
  private var gradients: [[Double]] = []

  mutating func add(_ position: [Double], gradient: [Double], atMost capacity: Int) {
    positions.append(position)
    gradients.append(gradient)
    if positions.count > capacity {
      positions.removeFirst()
      gradients.removeFirst()
    }
  }

  /// Whether these are draws of d parameters. Files can hold anything.
  func fits(dimension: Int, atMost count: Int) -> Bool {
    positions.count == gradients.count && positions.count <= count
      && (positions + gradients).allSatisfy { $0.count == dimension }
  }

  /// The metric by the last `count` draws.
  ///
  /// - Parameter guess: The metric in whose coordinates it is estimated.
  /// - Throws: ``SamplingError/warmUpFailed(_:)`` when it is not finite or not positive definite.
  func metric(_ shape: Metric.Shape, last count: Int, guess: Metric) throws(SamplingError) -> Metric {
    if shape == .unit { return .unit }
    guard positions.count > 1 else { throw failure("there are too few draws") }
    let x = Deviations(positions.suffix(count).map(guess.whitened(_:)))
    let g = Deviations(gradients.suffix(count).map(guess.whitened(gradient:)))
    guard (x.variances + g.variances).allSatisfy(\.isFinite) else { throw failure("a variance is not finite") }
    var scales = x.units(against: g)
    do throws(GSLError) {
      if shape == .dense {
        let (u, v) = (x.scaled(by: scales.map { 1 / $0 }), g.scaled(by: scales))
        let eigen = try SymmetricEigen(try geometricMean(u.covariance(), inverse: v.covariance()))
        let whole = try Cholesky(eigen.applying { [largest = eigen.values.last ?? 0] in max($0, 1e-12 * largest) })
        return try guess.multiplied(by: Metric.diagonal(scales.map { $0 * $0 }).multiplied(by: .dense(whole)))
      }
      // Of fewer draws than parameters the units are found again in what the directions leave.
      let passes = shape == .diagonal ? 0 : scales.count <= manyParameters ? 1 : 3
      for pass in 0..<passes {
        let (u, v) = (x.scaled(by: scales.map { 1 / $0 }), g.scaled(by: scales))
        guard let found = try lowRank(u, v, scales) else { break }
        if pass == passes - 1 { return try guess.multiplied(by: .lowRank(found)) }
        let rest = u.stretched(found) { 1 / $0.squareRoot() }.units(against: v.stretched(found) { $0.squareRoot() })
        scales = zip(scales, rest).map(*)
      }
      return try guess.multiplied(by: .diagonal(scales.map { $0 * $0 }))
    } catch {
      throw failure("\(error)")
    }
  }

  private func failure(_ reason: String) -> SamplingError {
    .warmUpFailed(
      "the draws' covariance cannot be estimated (\(reason)): the posterior may be improper, or its parameters' scales "
        + "too far apart; give a proper prior, or rescale the parameters")
  }
}

/// n vectors of d elements about their mean.
struct Deviations {
  private(set) var rows: [[Double]]

  init(_ vectors: [[Double]]) {
    var mean = [Double](repeating: 0, count: vectors.first?.count ?? 0)
    for row in vectors { mean.add(1 / Double(vectors.count), times: row) }
    rows = vectors
    for i in rows.indices { rows[i].add(-1, times: mean) }
  }

  var variances: [Double] {
    var squares = [Double](repeating: 0, count: rows.first?.count ?? 0)
    for row in rows { for j in row.indices { squares[j] += row[j] * row[j] / Double(rows.count) } }
    return squares
  }

  /// (var x/var g)^¼, the units in which draws and gradients scatter alike: 1 for a parameter that has not moved,
  /// or that nothing pulls, of which nothing is known.
  func units(against gradients: Deviations) -> [Double] {
    zip(variances, gradients.variances).map { x, g in
      let variance = (x / g).squareRoot()
      return variance > 0 && variance.isFinite ? variance.squareRoot() : 1
    }
  }

  func scaled(by units: [Double]) -> Deviations {
    var result = self
    for i in rows.indices { for j in units.indices { result.rows[i][j] *= units[j] } }
    return result
  }

  /// The vectors longer, or shorter, along a metric's directions.
  func stretched(_ metric: LowRankMetric, by factor: (Double) -> Double) -> Deviations {
    var result = self
    for i in rows.indices {
      var row = result.rows[i].mutableSpan
      metric.stretch(&row, by: factor)
    }
    return result
  }

  /// Their covariance, along the rows of a basis if there is one, with a floor on its diagonal: 10⁻⁵, or what rounding
  /// needs.
  func covariance(in basis: [[Double]]? = nil) -> Matrix {
    let size = basis?.count ?? rows[0].count
    let along = rows.flatMap { row in basis?.map { $0.dot(row) } ?? row }
    let covariance = (1 / Double(rows.count)) * Matrix(columnCount: size, elements: along).gram
    return covariance + Matrix(diagonal: [Double](repeating: 1e-5 + 1e-12 * covariance.trace, count: size))
  }
}
