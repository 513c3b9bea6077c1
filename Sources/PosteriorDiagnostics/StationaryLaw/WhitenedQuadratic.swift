/// A local quadratic in the coordinates x of θ = θ* + Wx in which the posterior is N(0, I) and the metric diagonal.
///
/// With C = LLᵀ and LᵀHL = VΛVᵀ, W = LVΛ^−½: then WᵀHW = I, W⁻¹CW⁻ᵀ = Λ, and a step sees
///
///     Cĝ_b = Λ(x + Δ_b x + s_b)   with noise of covariance Λ,
///
/// Δ_b and s_b being the means over the minibatch of N-fold, centred examples Dᵢ = N WᵀHᵢW − mean and N
/// Wᵀrᵢ − mean.
struct WhitenedQuadratic: Sendable {
  let dimension: Int
  let exampleCount: Int
  /// Λ: d elements.
  let rates: [Double]
  /// N Wᵀrᵢ − mean: N × d.
  let gradients: Matrix
  /// Whether every Dᵢ is zero.
  let hasEqualCurvatures: Bool
  private let curvatures: ExampleCurvatures
  /// The mean of N WᵀHᵢW: flat, d × d.
  private let meanCurvature: [Double]
  /// L⁻¹W: from x to the coordinates of the reference.
  private let rotation: Matrix
  let reference: MultivariateNormal

  init(_ quadratic: LocalQuadratic, metric: Metric) throws(StationaryLawError) {
    let (n, d) = (quadratic.exampleCount, quadratic.dimension)
    let factor = metric.factor(dimension: d)
    let eigen: SymmetricEigen
    do throws(GSLError) {
      eigen = try SymmetricEigen((factor.transposed * quadratic.hessian * factor).symmetrized)
    } catch {
      throw .notAMode(error.reason)
    }
    guard eigen.values.allSatisfy({ $0 > 0 }) else { throw .notAMode("a curvature there is not positive") }
    let basis = factor * eigen.vectors * Matrix(diagonal: eigen.values.map { 1 / $0.squareRoot() })
    (dimension, exampleCount, rates) = (d, n, eigen.values)
    reference = quadratic.reference
    let cholesky = reference.cholesky
    rotation =
      Matrix(columnCount: d, elements: (0..<d).flatMap { cholesky.solveLower(basis.column($0)) }).transposed

    var gradients = Double(n) * (quadratic.gradients * basis)
    for j in 0..<d {
      let mean = gradients.column(j).reduce(0, +) / Double(n)
      for i in 0..<n { gradients[i, j] -= mean }
    }
    self.gradients = gradients
    curvatures = quadratic.curvatures.transformed(by: basis, scale: Double(n))
    meanCurvature = curvatures.sum(exampleCount: n).elements.map { $0 / Double(n) }
    if case .equal = curvatures { hasEqualCurvatures = true } else { hasEqualCurvatures = false }
  }

  /// Writes Δ_b (flat, d × d) and s_b (d elements) of a minibatch.
  func write(_ examples: ArraySlice<Int32>, curvature: inout [Double], gradient: inout [Double]) {
    for j in gradient.indices { gradient[j] = 0 }
    for j in curvature.indices { curvature[j] = hasEqualCurvatures ? 0 : -meanCurvature[j] }
    let share = 1 / Double(examples.count)
    for example in examples {
      var span = gradient.mutableSpan
      span.add(share, timesRow: Int(example), of: gradients)
      curvatures.add(Int(example), scaledBy: share, to: &curvature)
    }
  }

  /// A mean and an excess covariance over the posterior's, from x to the coordinates of the reference.
  func whitened(mean: [Double], excess: Matrix) -> WhitenedMoments {
    WhitenedMoments(
      mean: rotation * mean, excess: (rotation * excess * rotation.transposed).symmetrized)
  }
}
