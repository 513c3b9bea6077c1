/// A chain on a normal posterior by the same integrator as another's, but on the exact gradient Σ⁻¹(θ − μ), and
/// under the same noise: what that chain would be without minibatches.
///
/// Its stationary law follows from linear equations (``LinearStep``), so that the other chain's moments are known as
/// soon as their difference from the twin's is. Near the posterior the two chains hardly part, and the difference has
/// far less Monte Carlo error than either: the method of common random numbers, with the twin as a control variate.
///
/// The exact Ornstein–Uhlenbeck process driven by the same increments, whose law is the posterior itself, would serve
/// too. But it stays a distance of order h from the chain, from the discretisation alone, which the twin shares with
/// it.
@usableFromInline
struct FullGradientTwin<Integrator: LinearIntegrator>: Sendable {
  @usableFromInline let integrator: Integrator
  @usableFromInline let metric: Metric
  @usableFromInline let temperature: Double
  @usableFromInline let mean: [Double]
  @usableFromInline let precision: Matrix

  @usableFromInline
  struct State: Sendable, Codable {
    @usableFromInline var position: [Double]
    @usableFromInline var integratorState: Integrator.State
    @usableFromInline var offset: [Double]
    @usableFromInline var gradient: [Double]

    @inlinable
    init(position: [Double], integratorState: Integrator.State) {
      self.position = position
      self.integratorState = integratorState
      offset = [Double](repeating: 0, count: position.count)
      gradient = offset
    }
  }

  /// The twin of a sampler's chains on N(μ, P⁻¹).
  @usableFromInline
  init(_ integrator: Integrator, metric: Metric, temperature: Double, mean: [Double], precision: Matrix) {
    self.integrator = integrator
    self.metric = metric
    self.temperature = temperature
    self.mean = mean
    self.precision = precision
  }

  /// The twin of a sampler's chains on a posterior that is this normal; nil where it has no precision matrix.
  @usableFromInline
  init?(_ integrator: Integrator, metric: Metric, temperature: Double, _ reference: MultivariateNormal) {
    guard let eigen = try? SymmetricEigen(reference.covariance) else { return nil }
    self.init(
      integrator, metric: metric, temperature: temperature, mean: reference.mean,
      precision: eigen.applying { 1 / $0 })
  }

  /// Starts where the other chain does, with the noise that it drew.
  @inlinable
  func start(at position: [Double], using random: inout some RandomSource) -> State {
    State(
      position: position,
      integratorState: integrator.start(
        dimension: mean.count, temperature: temperature, metric: metric, using: &random))
  }

  /// Takes the step that the other chain took.
  @inlinable
  func take(_ step: LangevinStep, _ state: inout State, using random: inout some RandomSource) {
    integrator.prepare(&state.position, &state.integratorState, for: step, metric: metric, using: &random)
    for j in mean.indices { state.offset[j] = state.position[j] - mean[j] }
    for j in mean.indices { state.gradient[j] = precision.dot(row: j, state.offset.span) }
    metric.precondition(&state.gradient)
    _ = integrator.complete(
      &state.position, &state.integratorState, gradient: state.gradient, step: step, metric: metric, using: &random)
  }
}

extension FullGradientTwin {
  /// The stationary covariance's excess over the posterior's at the ends of cycles of the given steps, in whitened
  /// coordinates; nil where the twin is not stable.
  ///
  /// In the eigenbasis of LᵀΣ⁻¹L, C = LLᵀ the metric, each mode is a linear recursion of its own on its k
  /// numbers.
  @usableFromInline
  func stationaryExcess(_ steps: [LangevinStep], _ reference: MultivariateNormal) -> Matrix? {
    let factor = metric.factor(dimension: mean.count)
    guard let modes = try? SymmetricEigen((factor.transposed * precision * factor).symmetrized) else { return nil }
    let maps = integrator.linearSteps(steps)
    var excess: [Double] = []
    for curvature in modes.values {
      guard let variance = StationaryMode(maps, curvature: curvature)?.variance else { return nil }
      excess.append(variance - 1 / curvature)
    }
    let basis = factor * modes.vectors
    return reference.cholesky.whiten((basis * Matrix(diagonal: excess) * basis.transposed).symmetrized)
  }
}

/// One mode of a linear integrator on a normal posterior over a cycle of steps: z ← Φz + noise of covariance Q.
struct LinearCycle {
  /// Φ.
  private(set) var map: Matrix
  /// Q.
  private(set) var noise: Matrix

  /// The mode of a curvature a, on which the gradient is az₀.
  init(_ maps: [LinearStep], curvature: Double) {
    let size = maps.first?.size ?? 1
    (map, noise) = (.identity(size), Matrix(rowCount: size, columnCount: size))
    for step in maps {
      // F'z + κa z₀.
      var after = step.after
      for i in 0..<size { after[i, 0] += step.gradientScale[i] * curvature }
      let whole = after * step.before
      map = whole * map
      noise = whole * noise * whole.transposed
      if let before = step.noiseBefore {
        let passed = after * before
        noise = noise + passed * passed.transposed
      }
      if let added = step.noiseAfter { noise = noise + added * added.transposed }
    }
  }
}

/// The stationary law of one mode.
struct StationaryMode {
  /// That of all that is carried, the position first.
  let covariance: Matrix

  /// The position's stationary variance.
  var variance: Double { covariance[0, 0] }

  /// The mode of a curvature a; nil when a cycle does not shrink it.
  init?(_ maps: [LinearStep], curvature: Double) {
    let cycle = LinearCycle(maps, curvature: curvature)
    // S = Σ ΦʲQΦʲᵀ by doubling: after n rounds the first 2ⁿ terms.
    var (map, covariance) = (cycle.map, cycle.noise)
    for _ in 0..<64 {
      let added = map * covariance * map.transposed
      covariance = covariance + added
      map = map * map
      guard covariance.isFinite, covariance[0, 0] < 1e12 / curvature else { return nil }
      if added.squaredNorm <= 1e-36 * covariance.squaredNorm { break }
    }
    self.covariance = covariance
  }
}
