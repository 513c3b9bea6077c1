/// The moments of draws, and those of their differences to draws of the posterior that were made beside them.
struct PairedMoments: Sendable {
  /// The posterior's, which also tell how long the chains' memory is.
  private(set) var posterior: BatchedMoments
  /// z − y of the sums and zzᵀ − yyᵀ of the products.
  private(set) var differences: BatchedMoments
  private let reference: MultivariateNormal

  /// Room for `drawCount` pairs, in coordinates in which a normal close to the posterior is N(0, I).
  init(reference: MultivariateNormal, drawCount: Int) {
    self.reference = reference
    posterior = BatchedMoments(reference: reference, drawCount: drawCount)
    differences = posterior
  }

  /// Adds a draw, and the posterior's beside it: d elements each.
  mutating func add(_ draw: Span<Double>, beside posterior: Span<Double>) {
    self.posterior.add(posterior)
    differences.add(draw, minus: posterior)
  }

  /// The same of arrays.
  mutating func add(_ draw: [Double], beside posterior: [Double]) { add(draw.span, beside: posterior.span) }

  var isFinite: Bool { posterior.isFinite && differences.isFinite }
}

/// How the moments of draws differ from the posterior's, which are themselves estimated by the draws beside them.
///
/// With z the draws and y the posterior's, m and S the latter's mean and covariance over the whole run, the mean's
/// shift is that of z − y and the covariance's the mean of (z − m)(z − m)ᵀ − (y − m)(y − m)ᵀ less the
/// shift's square. The error of S, the unit that both are told in, is small beside them, but not beside their error
/// where they are large.
struct PairedEstimate: Sendable {
  /// The posterior, by the draws beside.
  let posterior: MultivariateNormal
  /// The moments of the draws beside.
  let plain: MomentEstimate
  /// The draws' own moments, with the error of the difference alone.
  let biased: MomentEstimate

  /// Puts together what several chains of one length have found.
  ///
  /// - Parameter isDiagonal: Whether the parameters are looked at one by one, so that none need be free of the others.
  /// - Throws: ``GSLError`` when the posterior's covariance is not positive definite, as with fewer draws than
  ///   parameters.
  init(_ chains: [PairedMoments], reference: MultivariateNormal, isDiagonal: Bool = false) throws(GSLError) {
    let plain = MomentEstimate(chains.map(\.posterior), reference: reference)
    let covariance = isDiagonal ? Matrix(diagonal: plain.covariance.diagonal) : plain.covariance
    let posterior = try MultivariateNormal(
      mean: plain.mean, covariance: covariance, parameterNames: reference.parameterNames)
    let zero = Matrix(rowCount: plain.mean.count, columnCount: plain.mean.count)
    let differences = chains.map { $0.differences.differences(seenFrom: posterior).added(to: zero) }
    self.plain = plain
    self.posterior = posterior
    let unit = MomentEstimate(chains.map { $0.posterior.seen(from: posterior) }, pacedBy: plain, reference: posterior)
    biased = MomentEstimate(
      differences, pacedBy: plain, reference: posterior, knownBy: isDiagonal ? unit.ofDiagonal : unit)
  }
}
