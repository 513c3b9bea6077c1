/// The landscape that descends in reshuffled epochs: the drift of an epoch of M = N/B steps, averaged over
/// permutations, is
///
///     ⟨Δθ⟩ = −ηM ∇U_eff + O(η³),   U_eff = U − (η/4)(M|∇U|² − E_b|∇U_b|²)
///
/// with E_b over subsets b of B examples. Its mode is off that of U by −(η/4) H⁻¹∇tr Cov(ĝ_b): towards flatter
/// places, where the minibatches agree. With a short last minibatch (B does not divide N) the same holds with
/// M²− Σ s_b² for M² − M, s_b the minibatches' shares of a full step; here in that general form,
///
///     U_eff = U − (η/4)(W/M)(|∇U|² − tr C/(N − 1)),   W = M² − Σ s_b²,   C the gradient covariance
///
/// arXiv:2306.03521; as a flow, Smith, Dherin, Barrett & De, arXiv:2101.12176.
package struct EffectiveLandscape<Model: Posterior>: Sendable {
  /// The model, whose landscape is U = −ln posterior.
  package let model: Model
  /// (η/4) W/M.
  private let weight: Double

  /// The effective landscape of a model at learning rate η and batch size B.
  package init(_ model: Model, learningRate: Double, batchSize: Int) {
    precondition(batchSize >= 1 && batchSize <= model.exampleCount, "no minibatch of \(batchSize) examples")
    self.model = model
    let steps = Double(model.exampleCount) / Double(batchSize)
    let short = Double(model.exampleCount % batchSize) / Double(batchSize)
    let shares = Double(model.exampleCount / batchSize) + short * short
    weight = learningRate / 4 * (steps * steps - shares) / steps
  }

  /// The effective potential U_eff at a position of d elements.
  package func value(at position: [Double]) -> Double {
    let slope = model.potentialGradient(at: position)
    let spread = model.gradientCovariance(at: position).trace
    return model.potential(at: position) - weight * (slope.dot(slope) - spread / Double(model.exampleCount - 1))
  }

  /// ∇U_eff: d elements.
  ///
  /// ∇|∇U|² = 2H∇U and ∇tr C = (2/N) Σᵢ Hᵢgᵢ − 2H∇U: derivatives of gradients along gradients.
  package func gradient(at position: [Double]) -> [Double] {
    let n = Double(model.exampleCount)
    let slope = model.potentialGradient(at: position)
    let steep = derivative(of: model.potentialGradient, along: slope, at: position)
    var own = [Double](repeating: 0, count: position.count)
    for i in 0..<model.exampleCount {
      let example = [Int32(i)]
      let gradient = { model.gradient(ofMinibatch: example.span, at: $0) }
      let change = derivative(of: gradient, along: gradient(position), at: position)
      for j in own.indices { own[j] += change[j] / n }
    }
    return position.indices.map { j in
      slope[j] - weight * (2 * steep[j] - 2 * (own[j] - steep[j]) / (n - 1))
    }
  }

  /// ∇∇U_eff: d × d, from differences of the gradient.
  package func hessian(at position: [Double]) -> Matrix { hessianByDifferences(at: position, of: gradient) }

  /// The mode of exp(−U_eff) near one of exp(−U), by Newton's method: d elements.
  ///
  /// - Throws: ``StationaryStateError/beyondExpansion(expansionParameter:)`` when Newton's method finds none, and
  ///   ``StationaryStateError/flatDirection(parameter:curvature:largestCurvature:)`` when U itself has a flat direction
  ///   there.
  package func mode(near mode: [Double]) throws(StationaryStateError) -> [Double] {
    let largest = try model.hessian(at: mode).curvatures(model.parameterNames).largest
    var position = mode
    for _ in 0..<20 {
      guard let cholesky = try? Cholesky(hessian(at: position)) else { break }
      let step = cholesky.solve(gradient(at: position))
      position = zip(position, step).map(-)
      guard position.allSatisfy(\.isFinite) else { break }
      let isAtRest = zip(step, position).allSatisfy { abs($0) <= 1e-12 * max(1, abs($1)) }
      if isAtRest { return position }
    }
    throw .beyondExpansion(expansionParameter: 4 * weight * largest)
  }

  /// The derivative of a gradient along a vector.
  private func derivative(of gradient: ([Double]) -> [Double], along vector: [Double], at position: [Double])
    -> [Double]
  {
    let length = vector.dot(vector).squareRoot()
    guard length > 0 else { return [Double](repeating: 0, count: position.count) }
    let step = 1e-3 * max(1, position.map(abs).max() ?? 1)
    return centralDifference(step) { shift in gradient(zip(position, vector).map { $0 + shift * $1 / length }) }.map {
      length * $0
    }
  }
}
