/// One step of an integrator as a linear map of z = (θ, what the scheme carries on), k numbers for each parameter:
///
///     z ← Fz + Gξ,   g = gradient at z₀,   z ← F'z + κg + G'ξ'
///
/// with ξ and ξ' independent standard normals, as many as G and G' have columns.
package struct LinearStep: Sendable, Hashable {
  /// F: k × k, before the gradient is taken.
  package let before: Matrix
  /// G: k × q; nil where there is no noise.
  package let noiseBefore: Matrix?
  /// F': k × k, after.
  package let after: Matrix
  /// κ: k elements.
  package let gradientScale: [Double]
  /// G': k × q'; nil where there is no noise.
  package let noiseAfter: Matrix?

  /// A step from its maps.
  init(
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
  package var size: Int { after.rowCount }
}
