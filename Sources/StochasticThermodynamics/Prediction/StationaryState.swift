import Foundation

/// What linear theory says of the stationary state of a stochastic-gradient sampler around a mode.
///
/// With H the Hessian, x = θ − θ* and t the time of a tick (η for a step, ηN/B for an epoch), a tick is
/// x ← x − tHx + noise of covariance 2D. Then
///
///     Σ:  HΣ + ΣH = (2/t) D                 the covariance
///     𝒞 = (t/2)(HΣ − ΣH)
///     the circulation: the mean stochastic area ½⟨x ∧ Δx⟩ of a tick
///     v(θ) = −𝒞Σ⁻¹x                         the velocity of the current
///     σ = v(θ)ᵀD⁻¹Δx                        the entropy production of a tick
///     ⟨σ⟩ = −tr(𝒞D⁻¹𝒞Σ⁻¹) ≥ 0               zero where HD = DH: equilibrium
///
/// for σ so defined ⟨e^{−σ}⟩ = 1 is exact, tick by tick, where the noise is normal and D constant: given x, σ
/// is normal with variance 2⟨σ | x⟩.
///
/// arXiv:2306.03521; the stochastic area: Ghanta, Neu & Teitsworth, Phys. Rev. E 95 (2017),
/// doi:10.1103/PhysRevE.95.032128.
public struct StationaryState: Sendable {
  /// θ*: the mode of the density whose −ln is the landscape that the sampler feels, for reshuffled epochs the
  /// effective one.
  public let mode: [Double]
  /// H: the Hessian of that landscape there, d × d.
  public let hessian: Matrix
  /// t: the learning rate times the steps of a tick.
  package let time: Double
  /// D of one tick: d × d.
  public let diffusion: Matrix
  /// Σ: d × d, by the continuous-time equation.
  public let covariance: Matrix
  /// Σ by the discrete-time equation Σ = AΣA + 2D, A = I − tH; nil where the linearised tick is not stable (tλ
  /// ≥ 2).
  package let discreteCovariance: Matrix?
  /// 𝒞 of one tick: d × d, antisymmetric.
  public let circulation: Matrix
  /// V, d × d: the velocity of a tick is v(θ) = V(θ − θ*).
  package let velocity: Matrix
  /// Q = VᵀD⁻¹, d × d: σ = xᵀQΔx.
  package let entropyForm: Matrix
  /// ⟨σ⟩ of one tick.
  public let meanEntropyProduction: Double
  /// The time of the slowest decay, in ticks: 1/(tλ), λ the smallest curvature.
  public let relaxationTicks: Double
  /// tλ, λ the largest curvature: theory is to leading order in it.
  package let expansionParameter: Double

  /// The state around a mode, from the Hessian there, the diffusion matrix and the time of a tick.
  ///
  /// - Throws: ``StationaryStateError`` when H is not positive definite or D has no inverse.
  package init(
    mode: [Double], hessian: Matrix, diffusion: Matrix, time: Double, parameterNames: [String]? = nil
  ) throws(StationaryStateError) {
    let names = parameterNames ?? mode.indices.map { "θ[\($0 + 1)]" }
    let curvatures = try hessian.curvatures(names)
    guard !diffusion.isSingular, let noise = try? Cholesky(diffusion) else { throw .singularDiffusion }
    guard let covariance = try? Lyapunov.continuous(hessian, 2 / time * diffusion),
      let inverse = try? Cholesky(covariance).inverse
    else { throw .singularDiffusion }
    let product = hessian * covariance
    let circulation = time / 2 * (product - product.transposed)
    let velocity = -1 * circulation * inverse
    self.mode = mode
    self.hessian = hessian
    self.time = time
    self.diffusion = diffusion
    self.covariance = covariance
    discreteCovariance =
      time * curvatures.largest < 2 ? try? Lyapunov.discrete(hessian, time: time, 2 * diffusion) : nil
    self.circulation = circulation
    self.velocity = velocity
    let noiseInverse = noise.inverse
    entropyForm = velocity.transposed * noiseInverse
    meanEntropyProduction = -(circulation * noiseInverse * circulation * inverse).trace
    relaxationTicks = 1 / (time * curvatures.smallest)
    expansionParameter = time * curvatures.largest
  }

  /// The number of parameters d.
  package var dimension: Int { mode.count }

  /// Draws of the predicted normal law N(θ*, Σ), from streams of their own: where chains start, so that burn-in need
  /// forget only what the prediction misses.
  public func starts(_ count: Int, seed: UInt64) -> [[Double]] {
    guard let cholesky = try? Cholesky(covariance) else { return [[Double]](repeating: mode, count: count) }
    return (0..<count).map { chain in
      var random = GSLRandom(stream: StreamSeed(seed).child("stationary start").child(chain))
      return zip(mode, cholesky.multiply(random.normals(dimension))).map(+)
    }
  }
}

extension Matrix {
  /// The smallest and largest eigenvalue of a Hessian that must be positive definite.
  func curvatures(_ names: [String]) throws(StationaryStateError) -> (smallest: Double, largest: Double) {
    guard let eigen = try? SymmetricEigen(self), let smallest = eigen.values.first, let largest = eigen.values.last
    else {
      throw .noMode("the Hessian is not finite there")
    }
    guard smallest > 0, !isSingular else {
      let direction = eigen.vectors.column(0).map(abs)
      let parameter = direction.indices.max { direction[$0] < direction[$1] } ?? 0
      throw .flatDirection(parameter: names[parameter], curvature: smallest, largestCurvature: largest)
    }
    return (smallest, largest)
  }

  /// Whether a symmetric matrix is not positive definite, or so close to singular that rounding decides; seen with a
  /// unit diagonal, so that the parameters' units do not matter.
  fileprivate var isSingular: Bool {
    let diagonal = diagonal
    guard isFinite, diagonal.allSatisfy({ $0 > 0 }) else { return true }
    let scale = Matrix(diagonal: diagonal.map { 1 / $0.squareRoot() })
    guard let eigen = try? SymmetricEigen(scale * self * scale) else { return true }
    return (eigen.values.first ?? 1) < 1e-10
  }
}
