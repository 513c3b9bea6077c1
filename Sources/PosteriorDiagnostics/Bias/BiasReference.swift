/// What is found of a posterior before samplers' biases on it are measured, by a run of NUTS: where chains can start,
/// and the coordinates in which errors are of order one. Nothing of it enters the result but these.
struct BiasReference: Sendable {
  /// The normal with the draws' moments.
  let positions: MultivariateNormal
  /// Independent normals with the moments of what the model reports; nil where it reports the parameters themselves.
  let reports: MultivariateNormal?
  /// The draws, to start chains at.
  let draws: Draws
  /// What chains of the posterior itself, beside others, take it to be: on the curvature at the mode, or on the inverse
  /// of the draws' covariance where there is no mode.
  let quadratic: TwinQuadratic
  /// What speaks against all that is measured on the posterior.
  let warnings: [BiasWarning]
  let density: AnyPosterior

  /// Of a run of some chains, each as long as its warm-up.
  ///
  /// - Throws: What sampling throws, and ``BiasError/noReference(_:)`` when the draws have no covariance.
  init(
    _ density: AnyPosterior, mode: () throws(SamplingError) -> [Double], chains: Int, seed: UInt64, threads: Int
  ) async throws {
    let length = 1000
    let draws = try await Draws.nuts(density, chains: chains, count: length, seed: seed, threads: threads)
    let rHat = await draws.summary(threads: threads).parameters.map(\.rHat).max() ?? .nan
    let problem = checkGradient(of: density, at: draws.draw(0, chain: 0)).problems.first
    warnings =
      (problem.map { [.wrongGradient($0.description)] } ?? [])
      + (rHat > 1.05 ? [.referenceDisagrees(rHat: rHat)] : [])
    (self.density, self.draws) = (density, draws)
    let reported = (0..<chains * length).map { density.reported(at: draws.draw($0 % length, chain: $0 / length)) }
    do throws(GSLError) {
      positions = try MultivariateNormal(momentsOf: draws.values, names: density.parameterNames)
      let values = reported.flatMap(\.self)
      reports = values == draws.values ? nil : try .independent(momentsOf: values, names: density.reportedNames)
      let mode = try? mode()
      let atMode = mode.flatMap { try? TwinQuadratic(density, center: $0, curvature: density.hessian(at: $0)) }
      quadratic =
        if let atMode { atMode } else {
          try TwinQuadratic(density, center: positions.mean, curvature: positions.cholesky.inverse)
        }
    } catch {
      throw BiasError.noReference("the draws of nuts have no covariance that is positive definite: \(error)")
    }
  }

  /// Writes what the model reports of a position.
  func report(_ position: Span<Double>, into values: inout [Double]) {
    var span = values.mutableSpan
    density.report(position, into: &span)
  }

  /// A draw to start a chain at.
  func start(using random: inout some RandomSource) -> [Double] { draws.anyDraw(using: &random) }
}

extension MultivariateNormal {
  /// The normal with the moments of some draws, of as many elements each as there are names.
  init(momentsOf values: [Double], names: [String]) throws(GSLError) {
    let d = names.count
    var mean = [Double](repeating: 0, count: d)
    let count = Double(values.count / d)
    for (place, value) in values.enumerated() { mean[place % d] += value / count }
    let centred = Matrix(columnCount: d, elements: values.enumerated().map { $1 - mean[$0 % d] })
    try self.init(mean: mean, covariance: (1 / count) * centred.gram, parameterNames: names)
  }

  /// Independent normals with the mean and the variance of each element; the variance is 1 where an element is
  /// constant.
  static func independent(momentsOf values: [Double], names: [String]) throws(GSLError) -> MultivariateNormal {
    let d = names.count
    let columns = (0..<d).map { j in stride(from: j, to: values.count, by: d).map { values[$0] } }
    return try MultivariateNormal(
      mean: columns.map { $0.span.mean },
      covariance: Matrix(diagonal: columns.map { $0.variance > 0 ? $0.variance : 1 }), parameterNames: names)
  }
}
