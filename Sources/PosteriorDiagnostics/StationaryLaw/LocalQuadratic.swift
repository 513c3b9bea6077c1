/// A posterior seen from its mode θ*: its potential U to second order, and each example's part in it.
///
///     U(θ) = U(θ*) + ½(θ − θ*)ᵀH(θ − θ*),   ∇uᵢ(θ) = rᵢ + Hᵢ(θ − θ*),
///     uᵢ = −ln p(yᵢ | θ)
///
/// For a Gaussian posterior, such as linear regression's, this is the posterior itself; for others it is Laplace's
/// approximation N(θ*, H⁻¹). The examples' Hessians are in closed form for models that declare them, otherwise
/// differences of gradients.
package struct LocalQuadratic: Sendable {
  /// The point θ* around which the potential is expanded, d elements.
  package let mode: [Double]
  /// H: d × d, positive definite.
  package let hessian: Matrix
  /// rᵢ: N × d, an example a row. With the prior's gradient they sum to zero.
  package let gradients: Matrix
  let curvatures: ExampleCurvatures
  /// N(θ*, H⁻¹).
  let reference: MultivariateNormal

  /// A posterior seen from its mode.
  ///
  /// - Throws: ``StationaryLawError/notAMode(_:)`` when the Hessian is not positive definite, or a Newton step from the
  ///   position is longer than a thousandth of the posterior's standard deviation.
  package init(_ model: some Posterior, at mode: [Double]) throws(StationaryLawError) {
    let (n, d) = (model.exampleCount, model.dimension)
    precondition(mode.count == d, "a mode needs \(d) elements, not \(mode.count)")
    var gradients = Matrix(rowCount: n, columnCount: d)
    for i in 0..<n {
      let row = model.exampleGradient(of: i, at: mode)
      for j in 0..<d { gradients[i, j] = row[j] }
    }
    curvatures = ExampleCurvatures(model, at: mode)
    hessian = hessianByDifferences(at: mode, of: model.priorGradient) + curvatures.sum(exampleCount: n)
    self.mode = mode
    self.gradients = gradients
    let slope = zip((0..<d).map { gradients.column($0).reduce(0, +) }, model.priorGradient(at: mode)).map(+)
    let distance: [Double]
    do throws(GSLError) {
      let cholesky = try Cholesky(hessian)
      distance = cholesky.solveLower(slope)
      reference = try MultivariateNormal(mean: mode, covariance: cholesky.inverse)
    } catch {
      throw .notAMode(error.reason)
    }
    guard distance.dot(distance) < 1e-6 else {
      throw .notAMode("a Newton step from it is \(distance.dot(distance).squareRoot()) standard deviations long")
    }
  }

  /// The number of parameters d.
  package var dimension: Int { mode.count }

  /// The number of examples N.
  package var exampleCount: Int { gradients.rowCount }
}

extension ExampleCurvatures {
  init(_ model: some Posterior, at position: [Double]) {
    let capabilities = model.capabilities
    if let model = capabilities.linearPredictor {
      self = .rankOne(
        rows: model.design,
        curvatures: (0..<model.exampleCount).map {
          model.curvature(of: $0, atPredictor: model.design.dot(row: $0, position.span))
        })
    } else if capabilities.examplesShareHessian {
      self = .equal(hessianByDifferences(at: position) { model.exampleGradient(of: 0, at: $0) })
    } else {
      let d = position.count
      let hessians = (0..<model.exampleCount).flatMap { i in
        capabilities.hessian?.exampleHessian(of: i, at: position).elements
          ?? hessianByDifferences(at: position) { model.exampleGradient(of: i, at: $0) }.elements
      }
      self = .dense(Matrix(columnCount: d * d, elements: hessians))
    }
  }
}
