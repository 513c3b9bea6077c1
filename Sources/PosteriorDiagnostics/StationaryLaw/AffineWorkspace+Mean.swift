// Steps with Δ_b = 0, and the first-order response to Δ_b and s_b.

extension AffineWorkspace {
  /// [A | c] of one step at Δ = 0; returns wᵀz where the gradient is taken, as a map of the start: d × columnCount.
  mutating func advanceMean(map: inout [Double], columnCount: Int, _ step: AffineStep) -> [Double] {
    if let before = step.before { mix(&map, columnCount, before) }
    let head = varied(map, columnCount, step)
    kick(&map, columnCount, step, isMean: true)
    return head
  }

  /// S of one step at Δ = 0; returns wᵀS where the gradient is taken, carried to the step's end on the other side: d
  /// × Kd.
  mutating func advanceMean(moment: inout [Double], _ step: AffineStep, isNoisy: Bool = true) -> [Double] {
    let size = begin(&moment, step, isNoisy: isNoisy)
    kick(&moment, size, step, isMean: true)
    transpose(&moment, size)
    // Now S carried on its right: its rows are z where the gradient is taken.
    let head = varied(moment, size, step)
    kick(&moment, size, step, isMean: true)
    transpose(&moment, size)
    if isNoisy, let noise = step.noiseAfter { add(noise, to: &moment) }
    return head
  }

  /// Adds κΛΔ_b times `head`, d × columnCount, and κΛs_b to the last column where it is the shift.
  func addResponse(
    of head: [Double], columnCount: Int, _ step: AffineStep, isShifted: Bool, to rows: inout [Double]
  ) {
    let d = quadratic.dimension
    if !quadratic.hasEqualCurvatures {
      let (head, curvature) = (head.span, curvature.span)
      var rows = rows.mutableSpan
      for a in 0..<step.size where step.gradientScale[a] != 0 {
        for i in 0..<d {
          let scale = step.gradientScale[a] * quadratic.rates[i]
          let row = (a * d + i) * columnCount
          for j in 0..<d {
            let factor = scale * curvature[i * d + j]
            for e in 0..<columnCount { rows[row + e] += factor * head[j * columnCount + e] }
          }
        }
      }
    }
    if isShifted { addShift(step, columnCount: columnCount, to: &rows) }
  }

  /// Adds κΛΔ_b times `head`, d × Kd, and its transpose.
  mutating func addSymmetricResponse(of head: [Double], _ step: AffineStep, to moment: inout [Double]) {
    guard !quadratic.hasEqualCurvatures else { return }
    let size = step.size * quadratic.dimension
    for _ in 0..<2 {
      addResponse(of: head, columnCount: size, step, isShifted: false, to: &moment)
      transpose(&moment, size)
    }
  }

  /// Adds κΛs_b to the last column.
  func addShift(_ step: AffineStep, columnCount: Int, to rows: inout [Double]) {
    let d = quadratic.dimension
    for a in 0..<step.size where step.gradientScale[a] != 0 {
      for i in 0..<d {
        rows[(a * d + i + 1) * columnCount - 1] += step.gradientScale[a] * quadratic.rates[i] * gradient[i]
      }
    }
  }

  /// wᵀ of rows: d × columnCount.
  private func varied(_ rows: [Double], _ columnCount: Int, _ step: AffineStep) -> [Double] {
    let block = quadratic.dimension * columnCount
    var result = [Double](repeating: 0, count: block)
    for a in 0..<step.size where step.varied[a] != 0 {
      for e in 0..<block { result[e] += step.varied[a] * rows[a * block + e] }
    }
    return result
  }
}
