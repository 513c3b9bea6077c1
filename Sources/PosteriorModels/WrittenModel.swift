/// A model as it is written: the statements on the board are the model.
///
///     let model = try WrittenModel(
///       """
///       mu ~ normal(0, 5)
///       tau ~ half_cauchy(5)
///       theta[school] ~ normal(mu, tau)
///       y ~ normal(theta[school], sigma)
///       """,
///       data: schools)
///     let draws = try await NUTS(model, stepSize: 1).selfTuning().draws(from: starts, count: 1000)
///
/// Gradients, minibatches, constraints and names follow from the statements. Samplers move in unconstrained
/// coordinates; ``report(_:into:)`` gives the parameters on the scale on which they are written. Docs/ModelLanguage.md
/// has the language.
public struct WrittenModel: Posterior, CustomStringConvertible {
  private let program: Program
  private let inverse: ModelInverse
  private let reading: ModelReading
  /// What was understood: parameters, statements, data.
  public let description: String
  /// The number of examples N: the table's rows, or 0 where no statement goes by them.
  public let exampleCount: Int
  /// How many threads share a pass over all examples at the most: 1 unless set.
  ///
  /// Results are the same bits on any number of threads. Chains that run side by side have cores of their own: give a
  /// model those that are left over. Where examples are few, or the threads are busy with another chain's pass, one
  /// thread does all.
  public var threads = 1
  /// The names of the unconstrained coordinates.
  public let parameterNames: [String]
  /// The names of the parameters as they are written, such as `theta[Choate]`.
  public let reportedNames: [String]

  /// Reads a model.
  ///
  /// - Parameters:
  ///   - text: The statements, one a line.
  ///   - name: What errors call the text: its file.
  ///   - data: The table, an example a row, and constants.
  /// - Throws: ``ModelError`` with the place in the text, or in the data, of what is wrong.
  public init(_ text: String, name: String = "model", data: ModelTable) throws(ModelError) {
    self.init(try ModelReading(text: text, file: name, table: data))
  }

  /// Makes a model of Swift formulas.
  ///
  ///     let model = try WrittenModel(data: schools) { model in
  ///       let (school, sigma) = (model.column("school"), model.column("sigma"))
  ///       let mu = model.parameter("mu", .normal(0, 5))
  ///       let tau = model.parameter("tau", .halfCauchy(5))
  ///       let theta = model.parameter("theta", .normal(mu, tau), by: school)
  ///       model.observe(model.column("y"), .normal(theta[school], sigma))
  ///     }
  ///
  /// - Parameters:
  ///   - data: The table, an example a row, and constants. Without it, data are given among the statements.
  ///   - name: What the description calls the model.
  ///   - statements: Writes the statements.
  /// - Throws: ``ModelError`` with the Swift line of the statement that is wrong.
  public init(
    data: ModelTable = ModelTable(file: "the data", rowCount: 0, columns: []), name: String = "model",
    statements: (inout ModelStatements) -> Void
  ) throws(ModelError) {
    var model = ModelStatements(data)
    statements(&model)
    self.init(try ModelReading(model, name: name))
  }

  private init(_ reading: ModelReading) {
    program = Program(reading.model)
    inverse = ModelInverse(reading.model, reading.constraints)
    self.reading = reading
    description = reading.description
    exampleCount = reading.exampleCount
    parameterNames = reading.coordinateNames
    reportedNames = reading.model.reported.flatMap(\.names)
  }

  /// What the model says of the rows of another table, which needs the columns that explain, and no responses.
  ///
  /// Levels and summaries of columns, as in `standardize(x)`, are those of the model's own table.
  ///
  /// - Throws: ``ModelError`` where a column is missing, or a level is new.
  public func predictor(for table: ModelTable) throws(ModelError) -> Predictor { try reading.predictor(for: table) }

  /// One pass over a minibatch, with fused steps where the model is of a kind that has them.
  public var capabilities: Capabilities {
    var capabilities = Capabilities()
    capabilities.onePass = program.packed ?? program
    capabilities.recognizedPredictor = { [model = program.model] in model.linearPredictor() }
    capabilities.reportInverse = self
    if exampleCount > 0 { capabilities.pointwise = self }
    return capabilities
  }

  /// The number d of unconstrained coordinates.
  public var dimension: Int { program.dimension }

  /// The statements that do not go by example, and the constraints' Jacobians.
  public func logPrior(at position: Span<Double>) -> Double { program.logPrior(at: position) }

  /// Adds the gradient of ``logPrior(at:)``.
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    program.addLogPriorGradient(at: position, to: &gradient)
  }

  /// The statements that go by example, for one of them.
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    program.logLikelihood(of: example, at: position)
  }

  /// Adds the gradient of one example's terms, times a scale.
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    let examples = CollectionOfOne(Int32(example))
    program.addLogLikelihoodGradient(ofExamples: examples.span, at: position, scaledBy: scale, to: &gradient)
  }

  /// Adds the gradient of some examples' terms, times a scale, in one pass.
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    program.addLogLikelihoodGradient(ofExamples: examples, at: position, scaledBy: scale, to: &gradient)
    guard let there = anchor?.position else { return }
    program.addLogLikelihoodGradient(ofExamples: examples, at: there.span, scaledBy: -scale, to: &gradient)
  }

  /// The logarithm of the density in unconstrained coordinates, normalised but for the data's probability.
  public func logDensity(at position: Span<Double>) -> Double {
    program.logPrior(at: position) + (exampleCount > 0 ? program.logLikelihood(at: position, threads: threads) : 0)
  }

  /// Adds the gradient of ``logDensity(at:)``.
  public func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    program.addLogDensityGradient(at: position, threads: threads, to: &gradient)
  }

  /// Both in one pass over the examples.
  public func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    program.logDensity(at: position, threads: threads, addingGradientTo: &gradient)
  }

  /// Writes the parameters and definitions on the scale on which they are written, in the order of ``reportedNames``.
  public func report(_ position: Span<Double>, into values: inout MutableSpan<Double>) {
    program.writeReported(at: position, to: &values)
  }
}

extension WrittenModel: PointwiseLikelihood {
  /// One pass over all examples by a program that is compiled here.
  package func pointwiseLogLikelihood() -> @Sendable ([Double]) -> [Double] {
    let program = PointwiseProgram(program.model)
    return { position in program?.values(at: position.span) ?? [] }
  }
}

extension WrittenModel: InvertibleReport {
  /// The number of values that are parameters: definitions follow from them.
  package var definingCount: Int { inverse.definingCount }

  /// The unconstrained position at which parameters have given values.
  package func position(reporting values: [Double]) throws(ReportError) -> [Double] {
    try inverse.position(reporting: values)
  }
}

extension ModelReading {
  /// A name for each unconstrained coordinate: the parameter's own where it is not constrained.
  fileprivate var coordinateNames: [String] {
    zip(summary.parameters, model.reported).flatMap { parameter, reported in
      if parameter.constraint == "real" { return reported.names }
      return reported.names.dropLast(parameter.constraint == "simplex" ? 1 : 0).map { "u(\($0))" }
    }
  }
}
