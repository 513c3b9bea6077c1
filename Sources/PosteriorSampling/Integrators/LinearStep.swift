/// An integrator that is linear in everything it is given, so that its stationary law on a Gaussian posterior is the solution of
/// linear equations.
public protocol LinearIntegrator: LangevinIntegrator {
  /// The steps of a cycle as linear maps, at unit metric.
  func linearSteps(_ steps: [LangevinStep]) -> [LinearStep]
}

/// One step of an integrator as a linear map of z = (θ, what the scheme carries on), k numbers for each parameter:
///
///     z ← Fz + Gξ,   g = gradient at z₀,   z ← F'z + κg + G'ξ'
///
/// with ξ and ξ' independent standard normals, as many as G and G' have columns.
public struct LinearStep: Sendable, Hashable {
  /// F: k × k, before the gradient is taken.
  public let before: Matrix
  /// G: k × q; nil where there is no noise.
  public let noiseBefore: Matrix?
  /// F': k × k, after.
  public let after: Matrix
  /// κ: k elements.
  public let gradientScale: [Double]
  /// G': k × q'; nil where there is no noise.
  public let noiseAfter: Matrix?

  /// A step from its maps.
  public init(
    before: Matrix? = nil, noiseBefore: Matrix? = nil, after: Matrix, gradientScale: [Double], noiseAfter: Matrix? = nil
  ) {
    let k = after.rowCount
    self.before = before ?? .identity(k)
    self.noiseBefore = noiseBefore
    self.after = after
    self.gradientScale = gradientScale
    self.noiseAfter = noiseAfter
    precondition(
      after.columnCount == k && self.before.rowCount == k && self.before.columnCount == k && gradientScale.count == k
        && (noiseBefore?.rowCount ?? k) == k && (noiseAfter?.rowCount ?? k) == k, "maps of different sizes")
  }

  /// k: the numbers carried for each parameter, the position first.
  public var size: Int { after.rowCount }
}
