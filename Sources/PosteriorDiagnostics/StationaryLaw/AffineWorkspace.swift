/// Applies affine steps to matrices of Kd rows: number a of parameter i is row a·d + i.
struct AffineWorkspace {
  let quadratic: WhitenedQuadratic
  /// Δ_b: flat, d × d.
  var curvature: [Double]
  /// s_b: d elements.
  var gradient: [Double]
  private var scratch: [Double] = []
  private var force: [Double] = []

  private let isAnchored: Bool

  init(_ quadratic: WhitenedQuadratic, _ scheme: AffineScheme) {
    self.quadratic = quadratic
    isAnchored = scheme.isAnchoredEachEpoch
    curvature = [Double](repeating: 0, count: quadratic.dimension * quadratic.dimension)
    gradient = [Double](repeating: 0, count: quadratic.dimension)
  }

  /// Makes the examples given the current minibatch.
  mutating func use(_ examples: ArraySlice<Int32>) {
    quadratic.write(examples, curvature: &curvature, gradient: &gradient)
    // Relative to the chain's own anchor a minibatch has no noise where the chain stands there.
    if isAnchored { for j in gradient.indices { gradient[j] = 0 } }
  }

  /// [A | c] of one step after those before: F, then F' + κΛ(I + Δ_b …), and κΛs_b in the last column.
  mutating func advance(map: inout [Double], columnCount: Int, _ step: AffineStep) {
    if let before = step.before { mix(&map, columnCount, before) }
    kick(&map, columnCount, step)
    addShift(step, columnCount: columnCount, to: &map)
  }

  /// S ← ASAᵀ + Q of one step, S being Kd × Kd: with the present minibatch, or averaged over independent ones
  /// whose `moments` are given.
  mutating func advance(
    moment: inout [Double], _ step: AffineStep, isNoisy: Bool = true, averagedOver moments: MinibatchMoments? = nil
  ) {
    let size = begin(&moment, step, isNoisy: isNoisy)
    let scatter = moments.map { $0.scatter(of: varied(moment, step), isNoisy: isNoisy) }
    for _ in 0..<2 {
      kick(&moment, size, step, isMean: moments != nil)
      transpose(&moment, size)
    }
    if isNoisy, let noise = step.noiseAfter { add(noise, to: &moment) }
    if let scatter { add(scatter, scaledBy: step.gradientScale, to: &moment) }
  }

  /// FSFᵀ and its noise: S where the gradient of one step is taken. Returns Kd.
  mutating func begin(_ moment: inout [Double], _ step: AffineStep, isNoisy: Bool) -> Int {
    let size = step.size * quadratic.dimension
    if let before = step.before {
      for _ in 0..<2 {
        mix(&moment, size, before)
        transpose(&moment, size)
      }
    }
    if isNoisy, let noise = step.noiseBefore { add(noise, to: &moment) }
    return size
  }

  /// The second moment of wᵀz: flat, d × d.
  private func varied(_ moment: [Double], _ step: AffineStep) -> [Double] {
    let d = quadratic.dimension
    let size = step.size * d
    var result = [Double](repeating: 0, count: d * d)
    for a in 0..<step.size where step.varied[a] != 0 {
      for b in 0..<step.size where step.varied[b] != 0 {
        let factor = step.varied[a] * step.varied[b]
        for i in 0..<d {
          for j in 0..<d { result[i * d + j] += factor * moment[(a * d + i) * size + b * d + j] }
        }
      }
    }
    return result
  }

  /// Adds κκᵀ ⊗ ΛYΛ.
  private func add(_ scatter: [Double], scaledBy scale: [Double], to moment: inout [Double]) {
    let (d, rates) = (quadratic.dimension, quadratic.rates)
    let size = scale.count * d
    for a in scale.indices where scale[a] != 0 {
      for b in scale.indices where scale[b] != 0 {
        for i in 0..<d {
          for j in 0..<d {
            moment[(a * d + i) * size + b * d + j] += scale[a] * scale[b] * rates[i] * rates[j] * scatter[i * d + j]
          }
        }
      }
    }
  }

  /// Adds NNᵀ ⊗ Λ.
  func add(_ noise: Matrix, to moment: inout [Double]) {
    let d = quadratic.dimension
    let size = noise.rowCount * d
    for a in 0..<noise.rowCount {
      for b in 0..<noise.rowCount {
        for i in 0..<d { moment[(a * d + i) * size + b * d + i] += noise[a, b] * quadratic.rates[i] }
      }
    }
  }

  /// rows ← (map ⊗ I) rows.
  mutating func mix(_ rows: inout [Double], _ columnCount: Int, _ map: Matrix) {
    let block = quadratic.dimension * columnCount
    if scratch.count < rows.count { scratch = [Double](repeating: 0, count: rows.count) }
    var new = scratch.mutableSpan
    var old = rows.mutableSpan
    precondition(old.count == map.rowCount * block, "matrices of different sizes")
    for a in 0..<map.rowCount {
      for e in 0..<block { new[unchecked: a * block + e] = 0 }
      for b in 0..<map.rowCount {
        let factor = map[a, b]
        if factor == 0 { continue }
        for e in 0..<block { new[unchecked: a * block + e] += factor * old[unchecked: b * block + e] }
      }
    }
    for e in 0..<old.count { old[unchecked: e] = new[unchecked: e] }
  }

  /// rows ← F' rows + κΛ(x + Δ_b w) rows, or without Δ_b for the mean.
  mutating func kick(_ rows: inout [Double], _ columnCount: Int, _ step: AffineStep, isMean: Bool = false) {
    let (d, hasEqualCurvatures, curvature) = (quadratic.dimension, quadratic.hasEqualCurvatures, curvature)
    let block = d * columnCount
    if force.count != 2 * block { force = [Double](repeating: 0, count: 2 * block) }
    do {
      // The force u in the first half; in the second wᵀz, on which Δ_b acts.
      var u = force.mutableSpan
      let z = rows.span
      for e in 0..<block {
        u[unchecked: e] = z[unchecked: e]
        u[unchecked: block + e] = z[unchecked: e]
      }
      let last = step.size - 1
      if step.varied[last] != 0, last > 0 {
        for e in 0..<block { u[unchecked: block + e] += step.varied[last] * z[unchecked: last * block + e] }
      }
      if !isMean && !hasEqualCurvatures {
        let curvature = curvature.span
        for i in 0..<d {
          for j in 0..<d {
            let factor = curvature[unchecked: i * d + j]
            for e in 0..<columnCount {
              u[unchecked: i * columnCount + e] += factor * u[unchecked: block + j * columnCount + e]
            }
          }
        }
      }
    }
    if step.after != .identity(step.size) { mix(&rows, columnCount, step.after) }
    let u = force.span
    var z = rows.mutableSpan
    for a in 0..<step.size where step.gradientScale[a] != 0 {
      for i in 0..<d {
        let factor = step.gradientScale[a] * quadratic.rates[i]
        for e in 0..<columnCount {
          z[unchecked: a * block + i * columnCount + e] += factor * u[unchecked: i * columnCount + e]
        }
      }
    }
  }

  func transpose(_ matrix: inout [Double], _ size: Int) {
    var span = matrix.mutableSpan
    for i in 0..<size { for j in 0..<i { span.swapAt(i * size + j, j * size + i) } }
  }
}
