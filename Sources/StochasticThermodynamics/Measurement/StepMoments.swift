/// Sums over the ticks of one batch, in whitened coordinates z: what the covariance, the diffusion matrix and the
/// stochastic area of the run are made of.
struct StepMoments: Sendable {
  private(set) var count = 0.0
  private var positions: [Double]
  private var displacements: [Double]
  private var positionProducts: [Double]
  private var crossProducts: [Double]
  private var displacementProducts: [Double]
  private let dimension: Int

  init(dimension d: Int) {
    dimension = d
    positions = [Double](repeating: 0, count: d)
    displacements = [Double](repeating: 0, count: d)
    positionProducts = [Double](repeating: 0, count: d * d)
    crossProducts = [Double](repeating: 0, count: d * d)
    displacementProducts = [Double](repeating: 0, count: d * d)
  }

  /// Adds one tick from z by δ.
  mutating func add(_ z: [Double], _ delta: [Double]) {
    count += 1
    let d = dimension
    let (z, delta) = (z.span, delta.span)
    precondition(z.count == d && delta.count == d, "vectors of different lengths")
    add(z, to: &positions)
    add(delta, to: &displacements)
    add(z, z, to: &positionProducts)
    add(z, delta, to: &crossProducts)
    add(delta, delta, to: &displacementProducts)
  }

  private func add(_ vector: Span<Double>, to sums: inout [Double]) {
    var sums = sums.mutableSpan
    sums.add(1, times: vector)
  }

  private func add(_ a: Span<Double>, _ b: Span<Double>, to products: inout [Double]) {
    var products = products.mutableSpan
    var place = 0
    for i in 0..<a.count {
      let factor = a[unchecked: i]
      for j in 0..<b.count { products[unchecked: place + j] += factor * b[unchecked: j] }
      place += b.count
    }
  }

  mutating func merge(_ other: StepMoments) {
    count += other.count
    func add(_ addend: [Double], to sum: inout [Double]) { for i in sum.indices { sum[i] += addend[i] } }
    add(other.positions, to: &positions)
    add(other.displacements, to: &displacements)
    add(other.positionProducts, to: &positionProducts)
    add(other.crossProducts, to: &crossProducts)
    add(other.displacementProducts, to: &displacementProducts)
  }

  /// ⟨z⟩.
  var mean: [Double] { positions.map { $0 / count } }

  /// ⟨(z − m)(z − m)ᵀ⟩ about a point m.
  func covariance(about m: [Double]) -> Matrix {
    let mean = mean
    return matrix(positionProducts) - outer(mean, m) - outer(m, mean) + outer(m, m)
  }

  /// ½⟨z ∧ δ⟩ = ½(⟨zδᵀ⟩ − ⟨δzᵀ⟩): the stochastic area of a tick. In a stationary state it does
  /// not depend on the origin.
  var area: Matrix {
    let cross = centredCross
    return 0.5 * (cross - cross.transposed)
  }

  /// ½⟨δδᵀ⟩: the diffusion matrix with the drift's own spread in it.
  var halfSquaredDisplacement: Matrix { 0.5 * matrix(displacementProducts) }

  /// Half the covariance of what a linear drift, fitted by least squares, does not explain of δ.
  func diffusion() throws(GSLError) -> Matrix {
    let displacement = displacements.map { $0 / count }
    let spread = matrix(displacementProducts) - outer(displacement, displacement)
    let cross = centredCross
    // ⟨δzᵀ⟩ ⟨zzᵀ⟩⁻¹ ⟨zδᵀ⟩ is what the drift explains.
    let factor = try Cholesky(covariance(about: mean))
    let solved = cross.transposed.rows.map { factor.solveLower(Array($0)) }
    let explained = Matrix(columnCount: dimension, elements: solved.flatMap(\.self))
    return 0.5 * (spread - explained * explained.transposed).symmetrized
  }

  /// ⟨zδᵀ⟩ − ⟨z⟩⟨δ⟩ᵀ.
  private var centredCross: Matrix {
    matrix(crossProducts) - outer(mean, displacements.map { $0 / count })
  }

  private func matrix(_ sums: [Double]) -> Matrix { Matrix(columnCount: dimension, elements: sums.map { $0 / count }) }

  private func outer(_ a: [Double], _ b: [Double]) -> Matrix {
    Matrix(columnCount: b.count, elements: a.flatMap { x in b.map { x * $0 } })
  }
}

extension [StepMoments] {
  /// Neighbouring batches of one chain merged in pairs until each lasts so many ticks, as long as eight are left to
  /// merge.
  func joined(lasting ticks: Double) -> [StepMoments] {
    var batches = filter { $0.count > 0 }
    while batches.count >= 8, batches[0].count < ticks {
      batches = stride(from: 0, to: batches.count, by: 2).map { i in
        var merged = batches[i]
        if i + 1 < batches.count { merged.merge(batches[i + 1]) }
        return merged
      }
    }
    return batches
  }
}
