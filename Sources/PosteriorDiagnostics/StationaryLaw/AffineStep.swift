/// One step of a chain in ``WhitenedQuadratic``'s coordinates, on the K numbers a parameter that the chain carries: a
/// ``LinearStep``, and with it the anchor of a gradient that has one.
///
///     z ← Fz + Gξ,   u = (x + …)ᵀz + Δ_b wᵀz + s_b,   z ← F'z + κΛu + G'ξ',   ξ, ξ' ~ N(0, Λ)
struct AffineStep: Sendable, Hashable {
  /// K, the number of numbers in a state.
  let size: Int
  /// F: K × K; nil for the identity.
  let before: Matrix?
  /// GGᵀ: K × K; nil for none.
  let noiseBefore: Matrix?
  /// F', the linear map of what comes after the gradient.
  let after: Matrix
  /// κ: K elements.
  let gradientScale: [Double]
  /// G'G'ᵀ.
  let noiseAfter: Matrix?
  /// w: which of the K numbers Δ_b acts on: the position, relative to the anchor where there is one.
  let varied: [Double]

  /// A step without an anchor.
  init(_ step: LinearStep) {
    size = step.size
    before = step.before == .identity(step.size) ? nil : step.before
    noiseBefore = step.noiseBefore.map { $0 * $0.transposed }
    after = step.after
    gradientScale = step.gradientScale
    noiseAfter = step.noiseAfter.map { $0 * $0.transposed }
    varied = (0..<step.size).map { $0 == 0 ? 1 : 0 }
  }

  /// A step whose last number is an anchor, which follows the position where it `moves`.
  init(_ step: LinearStep, anchorMoves moves: Bool) {
    let k = step.size
    /// The maps of z extended to the anchor: as the position's where it moves, else the anchor's own.
    func extended(_ map: Matrix, moves: Bool, isNoise: Bool = false) -> Matrix {
      var result = Matrix(rowCount: k + 1, columnCount: map.columnCount + (isNoise ? 0 : 1))
      for i in 0..<k { for j in 0..<map.columnCount { result[i, j] = map[i, j] } }
      if moves {
        for j in 0..<map.columnCount { result[k, j] = map[0, j] }
      } else if !isNoise {
        result[k, k] = 1
      }
      return result
    }
    func square(_ noise: Matrix) -> Matrix { noise * noise.transposed }
    size = k + 1
    let before = extended(step.before, moves: moves)
    self.before = before == .identity(k + 1) ? nil : before
    noiseBefore = step.noiseBefore.map { square(extended($0, moves: moves, isNoise: true)) }
    after = extended(step.after, moves: false)
    gradientScale = step.gradientScale + [0]
    noiseAfter = step.noiseAfter.map { square(extended($0, moves: false, isNoise: true)) }
    varied = (0...k).map { $0 == 0 ? 1 : $0 == k ? -1 : 0 }
  }
}
