// How each model is packed.

extension PackedModel {
  /// The most parameters that a model may have.
  static let mostParameters = 7

  /// What a packed model is made of.
  struct Contents {
    let kind: Kind
    let dimension: Int
    let exampleCount: Int
    let examples: AlignedNumbers
    var stride = 8
    var notes: AlignedNumbers?
    var offset: AlignedNumbers?
    var shifts: AlignedNumbers?
    let priorPrecision: Double
    var noisePrecision = 1.0

    init(_ kind: Kind, of model: Matrix, parameters: Int, priorPrecision: Double, _ examples: AlignedNumbers) {
      self.kind = kind
      dimension = parameters
      exampleCount = model.rowCount
      self.priorPrecision = priorPrecision
      self.examples = examples
    }

    init(_ model: PackedModel) {
      kind = model.kind
      dimension = model.dimension
      exampleCount = model.exampleCount
      examples = model.examples
      stride = model.stride
      shifts = model.shifts
      priorPrecision = model.priorPrecision
      noisePrecision = model.noisePrecision
    }
  }

  /// A regression's rows, each times a number, with another number behind it.
  private static func rows(
    of design: Matrix, times factor: (Int) -> Double = { _ in 1 }, followedBy last: (Int) -> Double
  ) -> AlignedNumbers {
    AlignedNumbers(count: 8 * design.rowCount) { numbers in
      for i in 0..<design.rowCount {
        for j in 0..<design.columnCount { numbers[8 * i + j] = factor(i) * design[i, j] }
        numbers[8 * i + design.columnCount] = last(i)
      }
    }
  }

  /// Linear regression; nil where the design is too wide.
  package static func linearRegression(
    _ design: Matrix, _ responses: [Double], noisePrecision: Double, prior: NormalPrior
  ) -> PackedModel? {
    guard design.columnCount <= mostParameters else { return nil }
    var contents = Contents(
      .linear, of: design, parameters: design.columnCount, priorPrecision: prior.precision,
      rows(of: design, followedBy: { responses[$0] }))
    contents.noisePrecision = noisePrecision
    return PackedModel(contents)
  }

  /// Logistic regression of labels with the given signs; nil where the design is too wide, or the prior neither normal
  /// nor flat.
  package static func logisticRegression(_ design: Matrix, signs: [Int8], prior: Prior) -> PackedModel? {
    guard design.columnCount <= mostParameters, let precision = prior.normalPrecision else { return nil }
    return PackedModel(
      Contents(
        .logistic, of: design, parameters: design.columnCount, priorPrecision: precision,
        rows(of: design, times: { Double(signs[$0]) }, followedBy: { Double(signs[$0]) })))
  }

  /// Poisson regression; nil where the design is too wide, or the prior neither normal nor flat.
  package static func poissonRegression(
    _ design: Matrix, counts: [Int], offsets: [Double], prior: Prior
  ) -> PackedModel? {
    guard design.columnCount <= mostParameters, let precision = prior.normalPrecision else { return nil }
    var contents = Contents(
      .poisson, of: design, parameters: design.columnCount, priorPrecision: precision,
      rows(of: design, followedBy: { Double(counts[$0]) }))
    if offsets.contains(where: { $0 != 0 }) { contents.shifts = AlignedNumbers(offsets) }
    return PackedModel(contents)
  }

  /// The network of one input and two units; nil for others, and where the prior is neither normal nor flat.
  package static func tanhNetwork(
    _ network: TanhNetwork, _ inputs: Matrix, _ responses: [Double], noisePrecision: Double, prior: Prior
  ) -> PackedModel? {
    guard network.inputCount == 1, network.hiddenCount == 2, let precision = prior.normalPrecision else { return nil }
    var contents = Contents(
      .tanhNetwork, of: inputs, parameters: network.parameterCount, priorPrecision: precision,
      AlignedNumbers(inputs.elements))
    contents.stride = 1
    contents.notes = AlignedNumbers(responses)
    contents.noisePrecision = noisePrecision
    return PackedModel(contents)
  }

  /// The same with control variates, in a regression that has none.
  func relative(to anchor: Anchor) -> PackedModel? {
    guard kind != .tanhNetwork, notes == nil else { return nil }
    precondition(anchor.notes.count == exampleCount, "an anchor with \(anchor.notes.count) notes")
    var contents = Contents(self)
    contents.notes = AlignedNumbers(count: exampleCount) { notes in
      for i in 0..<exampleCount {
        // A logistic regression's notes have their labels' signs, as its rows have.
        notes[i] = anchor.notes[i] * (kind == .logistic ? examples.start[stride * i + dimension] : 1)
      }
    }
    contents.offset = AlignedNumbers(anchor.gradient + [Double](repeating: 0, count: 8 - dimension))
    return PackedModel(contents)
  }
}

extension Prior {
  /// The precision of a normal prior, 0 for the flat one, nil for others.
  var normalPrecision: Double? {
    switch family {
    case .flat: 0
    case .normal: precision
    case .laplace, .studentT: nil
    }
  }
}
