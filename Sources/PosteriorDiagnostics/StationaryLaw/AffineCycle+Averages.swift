extension AffineCycle {
  /// Averages over independent minibatches, in closed form.
  func independentAverages(
    _ quadratic: WhitenedQuadratic, _ scheme: AffineScheme, _ moments: MinibatchMoments
  ) -> CycleAverages {
    let (n, size) = (carried * quadratic.dimension, self.size * quadratic.dimension)
    let index = SymmetricIndex(size: n)
    var workspace = AffineWorkspace(quadratic, scheme)
    let steps = shortest
    /// The image of a second moment given by its values at places and their mirror images.
    func image(_ places: [(row: Int, column: Int)], isNoisy: Bool) -> [Double] {
      var moment = [Double](repeating: 0, count: size * size)
      for (i, j) in places {
        moment[i * size + j] = 1
        moment[j * size + i] = 1
      }
      for step in steps {
        workspace.advance(moment: &moment, step, isNoisy: isNoisy, averagedOver: moments)
      }
      return index.vector(moment, stride: size)
    }
    let columns = index.places.map { image([$0], isNoisy: false) }
    let posterior = (0..<quadratic.dimension).map { (row: $0, column: $0) }
    return CycleAverages(
      size: n, congruence: Matrix(columnCount: index.count, elements: columns.flatMap(\.self)).transposed.elements,
      residual: index.lessPosterior(image(posterior, isNoisy: true), dimension: quadratic.dimension))
  }

  /// Averages over given orders of the examples, with the mean cycle's first-order response as a control variate.
  func averages(
    over permutations: ArraySlice<[Int32]>, _ quadratic: WhitenedQuadratic, _ scheme: AffineScheme, _ mean: MeanCycle
  ) -> CycleAverages {
    let (d, size) = (quadratic.dimension, self.size * quadratic.dimension)
    let n = carried * d
    let index = SymmetricIndex(size: n)
    var averages = CycleAverages(size: n, mean)
    var workspace = AffineWorkspace(quadratic, scheme)
    for permutation in permutations {
      var (map, moment) = start(dimension: d)
      var linearMap = [Double](repeating: 0, count: map.count)
      var linearMoment = [Double](repeating: 0, count: moment.count)
      for (place, step) in steps.enumerated() {
        let start = minibatches[place] * scheme.batchSize
        workspace.use(permutation[start..<min(start + scheme.batchSize, permutation.count)])
        workspace.advance(map: &map, columnCount: n + 1, step)
        workspace.advance(moment: &moment, step)
        mean.advance(place, step, map: &linearMap, columnCount: n + 1, moment: &linearMoment, &workspace)
      }
      for e in moment.indices { moment[e] -= linearMoment[e] }
      averages.add(
        CycleAverages.Map(map, size: n), linear: CycleAverages.Map(linearMap, size: n),
        residual: index.lessPosterior(index.vector(moment, stride: size), dimension: d))
    }
    return averages
  }

  /// Adds what one cycle of given minibatches does, with nothing known beforehand.
  func add(_ minibatches: [[Int32]], to averages: inout CycleAverages, _ workspace: inout AffineWorkspace) {
    let d = workspace.quadratic.dimension
    let n = carried * d
    var (map, moment) = start(dimension: d)
    for (examples, step) in zip(minibatches, steps) {
      workspace.use(examples[...])
      workspace.advance(map: &map, columnCount: n + 1, step)
      workspace.advance(moment: &moment, step)
    }
    let index = averages.index
    averages.add(
      CycleAverages.Map(map, size: n), linear: .zero(size: n),
      residual: index.lessPosterior(index.vector(moment, stride: size * d), dimension: d))
  }
}

extension SymmetricIndex {
  /// A second moment, as a vector, less S₀: the identity in the first `dimension` places, the position's.
  fileprivate func lessPosterior(_ vector: [Double], dimension: Int) -> [Double] {
    zip(vector, places).map { $1.row == $1.column && $1.row < dimension ? $0 - 1 : $0 }
  }
}
