extension StationaryState {
  /// The entropy production of the state seen in a few directions only, x ↦ Px with P k × d: Σ, D and 𝒞 become
  /// PΣPᵀ, PDPᵀ and P𝒞Pᵀ, and σ = xᵀQΔx with the Q that follows from those; and its mean a tick.
  ///
  /// What is left out acts as a hidden force: the fluctuation theorems of a projection hold for segments that are short
  /// against the relaxation of what it hides.
  ///
  /// - Throws: ``StationaryStateError/singularDiffusion`` when the directions depend on each other.
  package func projectedEntropyForm(
    _ projection: Matrix
  ) throws(StationaryStateError) -> (form: Matrix, mean: Double) {
    func project(_ matrix: Matrix) -> Matrix { projection * matrix * projection.transposed }
    guard let noise = try? Cholesky(project(diffusion).symmetrized).inverse,
      let inverse = try? Cholesky(project(covariance).symmetrized).inverse
    else { throw .singularDiffusion }
    let circulation = project(circulation)
    let velocity = -1 * circulation * inverse
    return (
      projection.transposed * (velocity.transposed * noise) * projection,
      -(circulation * noise * circulation * inverse).trace
    )
  }

  /// A projection P, k × d, on the directions of the strongest currents, two for each plane in which a current
  /// circulates, strongest first; scaled so that PΣPᵀ = I.
  ///
  /// - Throws: ``StationaryStateError/singularDiffusion`` when Σ is not positive definite.
  public func currentProjection(_ count: Int) throws(StationaryStateError) -> Matrix {
    precondition(count >= 1 && count <= dimension, "no projection of \(dimension) parameters on \(count) directions")
    guard let whitening = try? Cholesky(covariance), let directions = try? currentDirections(whitening) else {
      throw .singularDiffusion
    }
    let rows = (0..<count).flatMap { whitening.solveUpper(directions.row($0)) }
    return Matrix(columnCount: dimension, elements: rows)
  }

  /// Orthogonal directions in whitened coordinates, as rows: the planes of the largest predicted currents first.
  func currentDirections(_ whitening: Cholesky) throws(GSLError) -> Matrix {
    func solveRows(_ matrix: Matrix) -> Matrix {
      Matrix(columnCount: dimension, elements: matrix.rows.flatMap { whitening.solveLower(Array($0)) })
    }
    // L⁻¹𝒞L⁻ᵀ, antisymmetric; the eigenvectors of its square come in pairs, a plane each.
    let inner = solveRows(solveRows(circulation).transposed)
    let eigen = try SymmetricEigen((inner.transposed * inner).symmetrized)
    return Matrix(
      columnCount: dimension, elements: eigen.values.indices.reversed().flatMap { eigen.vectors.column($0) })
  }
}
