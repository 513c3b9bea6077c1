import Foundation
import Fuzzing
import PosteriorDiagnostics
import PosteriorModels
import Testing

@testable import PosteriorData

/// Regressions whose rows are read as chains want them are the regressions on the same rows in memory.
@Suite struct StoredRegressionTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory(inMemory: true) }

  /// A packed set of N rows in blocks of 16: nine features, and responses of each kind.
  private func pack(_ count: Int = 500, sorted: Bool = false, name: String = "set") throws -> StoredTable {
    var random = GSLRandom(seed: 5)
    var rows = (0..<count).map { _ in
      var row = random.normals(9)
      row[1] = 40 + 3 * row[1]
      let predictor = 0.5 * row[0] - 0.1 * row[1] + row[2]
      row.append(predictor + random.normals(1)[0])
      row.append(predictor + 4 > 2 * random.normals(1)[0] ? 2 : 1)
      row.append(Double(Int(exp(0.3 * row[3])) + Int(random.normals(1)[0].magnitude)))
      return row
    }
    if sorted { rows.sort { $0[9] < $1[9] } }
    let file = folder.file(name + ".csv")
    let names = (1...9).map { "x\($0)" } + ["y", "z", "c"]
    let lines = [names.joined(separator: ",")] + rows.map { $0.map { "\($0)" }.joined(separator: ",") }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
    var options = PackingOptions()
    options.shardSize = 3 * 16 * 12 * 8 / 2
    _ = try StoredTable.pack([file], to: folder.file(name), options)
    return try StoredTable(contentsOf: folder.file(name))
  }

  /// The same regression on rows in memory.
  private func inMemory(_ table: StoredTable, _ family: RegressionFamily, _ target: String) throws -> any Posterior {
    let data = try RegressionData(
      try table.table(), target: target, features: (1...9).map { "x\($0)" }, standardize: true)
    let prior = Prior.normal(standardDeviation: 3)
    switch family {
    case .linear(let noise):
      return LinearRegression(
        design: data.design, responses: data.responses, noiseStandardDeviation: noise,
        prior: .normal(standardDeviation: 3))
    case .logistic:
      return LogisticRegression(design: data.design, labels: data.responses.map { $0 == 2 ? 1 : 0 }, prior: prior)
    case .poisson:
      return PoissonRegression(design: data.design, counts: data.responses.map { Int($0) }, prior: prior)
    }
  }

  private func stored(
    _ table: StoredTable, _ family: RegressionFamily, _ target: String, memory: Int
  ) throws -> StoredRegression {
    try StoredRegression(
      table, family, RegressionColumns(target: target, features: (1...9).map { "x\($0)" }, standardize: true),
      prior: .normal(standardDeviation: 3), memory: memory)
  }

  private static let families: [(RegressionFamily, String)] = [
    (.linear(noiseStandardDeviation: 1.5), "y"), (.logistic, "z"), (.poisson, "c"),
  ]

  /// Densities, gradients of passes and of minibatches, and Hessians are those of rows in memory, with eight blocks of
  /// 32 in memory or all.
  @Test(arguments: 0..<3, [1, 1 << 20]) func isTheRegressionInMemory(_ number: Int, _ memory: Int) throws {
    let (family, target) = Self.families[number]
    let table = try pack()
    #expect(table.blockRowCount == 16 && table.shardCount > 20)
    let (model, known) = (try stored(table, family, target, memory: memory), try inMemory(table, family, target))
    #expect(model.exampleCount == 500 && model.dimension == 10 && model.parameterNames[0] == "intercept")
    var random = GSLRandom(seed: 9)
    let (position, there) = (random.normals(10).map { 0.2 * $0 }, random.normals(10).map { 0.2 * $0 })
    func same(_ a: [Double], _ b: [Double]) -> Bool {
      let size = b.reduce(0) { max($0, abs($1)) }
      return zip(a, b).allSatisfy { abs($0 - $1) <= 1e-12 * size }
    }
    let (value, gradient) = model.potentialAndGradient(at: position)
    #expect(same(gradient, known.potentialGradient(at: position)))
    #expect(model.potential(at: position) == value)
    // Densities of counts leave out a constant.
    let differences = [value - model.potential(at: there), known.potential(at: position) - known.potential(at: there)]
    #expect(abs(differences[0] - differences[1]) < 1e-9 * abs(value))
    #expect(same(model.hessian(at: position).elements, known.hessian(at: position).elements))
    let examples = (0..<300).map { _ in Int32(random.next() % 500) }
    for anchored in [false, true] {
      func gradient(_ model: some Posterior) -> [Double] {
        var gradient = [Double](repeating: 0, count: 10)
        var span = gradient.mutableSpan
        model.addLogLikelihoodGradient(
          ofExamples: examples.span, at: position.span, relativeTo: anchored ? Anchor(model, at: there) : nil,
          scaledBy: 2.5, to: &span)
        return gradient
      }
      #expect(same(gradient(model), gradient(known)))
    }
    #expect(same(model.exampleGradient(of: 77, at: position), known.exampleGradient(of: 77, at: position)))
    if case .linear = family {
      let (exact, other) = (try model.exactPosterior(), try #require(known as? LinearRegression).exactPosterior())
      #expect(same(exact.mean, other.mean) && same(exact.covariance.elements, other.covariance.elements))
    } else {
      #expect(model.capabilities.exactPosterior == nil)
    }
    #expect(model.readFailure == nil)
  }

  /// So it is where the noise is a parameter; with numbers that single precision keeps in single precision too.
  @Test(arguments: [1, 1 << 20]) func unknownNoiseIsThatInMemory(_ memory: Int) throws {
    let table = try pack()
    let columns = RegressionColumns(target: "y", features: (1...9).map { "x\($0)" }, standardize: true)
    let data = try RegressionData(
      try table.table(), target: "y", features: columns.features, standardize: columns.standardize)
    let prior = NormalPrior.normal(standardDeviation: 3)
    func model(_ regression: StoredRegression) -> StoredRegressionUnknownNoise {
      StoredRegressionUnknownNoise(regression, prior: prior, noiseShape: 2, noiseScale: 3)
    }
    func known(_ design: Matrix) -> LinearRegressionUnknownNoise {
      LinearRegressionUnknownNoise(
        design: design, responses: data.responses, prior: prior, noiseShape: 2, noiseScale: 3)
    }
    let family = RegressionFamily.linear(noiseStandardDeviation: 7)
    let rounded = Matrix(columnCount: 10, elements: data.design.elements.map { Double(Float($0)) })
    let single = StoredRegression(family, design: rounded, responses: data.responses, precision: .single)
    var random = GSLRandom(seed: 4)
    let (position, there) = (random.normals(11).map { 0.2 * $0 }, random.normals(11).map { 0.2 * $0 })
    let examples = (0..<300).map { _ in Int32(random.next() % 500) }
    func numbers(_ model: some ConjugatePosterior & TwiceDifferentiable) throws -> [[Double]] {
      func gradient(_ anchor: Anchor?) -> [Double] {
        var gradient = [Double](repeating: 0, count: 11)
        var span = gradient.mutableSpan
        model.addLogLikelihoodGradient(
          ofExamples: examples.span, at: position.span, relativeTo: anchor, scaledBy: 2.5, to: &span)
        return gradient
      }
      let (value, all) = model.potentialAndGradient(at: position)
      let exact = try model.exactPosterior()
      return [
        [value], [model.potential(at: there)], all, model.hessian(at: position).elements,
        gradient(nil), gradient(Anchor(model, at: there)), model.exampleGradient(of: 77, at: position),
        [model.logLikelihood(of: 77, at: position.span)], model.exampleHessian(of: 77, at: position).elements,
        exact.mean, exact.covariance.elements,
      ]
    }
    let pairs = [
      (model(try StoredRegression(table, family, columns, memory: memory)), known(data.design)),
      (model(single), known(rounded)),
    ]
    for (model, known) in pairs {
      #expect(model.dimension == 11 && model.exampleCount == 500 && model.parameterNames.last == "ln σ")
      for (found, known) in zip(try numbers(model), try numbers(known)) {
        let size = known.reduce(0) { max($0, abs($1)) }
        for (a, b) in zip(found, known) { #expect(abs(a - b) <= 1e-11 * size) }
      }
    }
  }

  /// The noise of least squares does not depend on the responses' unit.
  @Test(arguments: [1e-12, 1, 1e12]) func noiseHasTheUnitOfTheResponses(_ unit: Double) throws {
    let data = try RegressionData(try pack().table(), target: "y", features: ["x1", "x3"], standardize: false)
    func noise(_ unit: Double) throws -> Double {
      try StoredRegression(
        .linear(noiseStandardDeviation: 1), design: data.design, responses: data.responses.map { unit * $0 },
        precision: .double
      ).residualStandardDeviation()
    }
    let (found, expected) = (try noise(unit), try noise(1))
    #expect(abs(found / unit - expected) < 1e-9 * expected)
  }

  /// A design in single precision is the design with its numbers rounded, in memory and on the disk.
  @Test func singlePrecisionRoundsTheData() throws {
    let table = try pack()
    let columns = RegressionColumns(target: "y", features: (1...9).map { "x\($0)" })
    let data = try RegressionData(try table.table(), target: "y", features: columns.features, standardize: false)
    let rounded = Matrix(columnCount: 10, elements: data.design.elements.map { Double(Float($0)) })
    let (position, there) = ([Double](repeating: 0.2, count: 10), [Double](repeating: -0.1, count: 10))
    let known = LinearRegression(design: rounded, responses: data.responses, noiseStandardDeviation: 1)
    let family = RegressionFamily.linear(noiseStandardDeviation: 1)
    let models = [
      StoredRegression(family, design: data.design, responses: data.responses, precision: .single),
      try StoredRegression(table, family, columns, memory: 1, precision: .single),
      StoredRegression(family, design: rounded, responses: data.responses, precision: .double),
    ]
    func gradient(_ model: some Posterior, of examples: [Int32]) -> [Double] {
      var gradient = [Double](repeating: 0, count: 10)
      var span = gradient.mutableSpan
      model.addLogLikelihoodGradient(
        ofExamples: examples.span, at: position.span, relativeTo: Anchor(model, at: there), scaledBy: 2, to: &span)
      return gradient
    }
    // Rows of ten numbers, of which the last are read one by one: the end of the memory is among them.
    let examples = (0..<101).map { Int32(499 - 4 * $0) }
    for model in models {
      let pairs = [
        (gradient(model, of: examples), gradient(known, of: examples)),
        (model.potentialGradient(at: position), known.potentialGradient(at: position)),
        (model.hessian(at: position).elements, known.hessian(at: position).elements),
        ([model.potential(at: position)], [known.potential(at: position)]),
        ([model.logLikelihood(of: 499, at: position.span)], [known.logLikelihood(of: 499, at: position.span)]),
      ]
      for (found, known) in pairs {
        let size = known.reduce(0) { max($0, abs($1)) }
        for (a, b) in zip(found, known) { #expect(abs(a - b) <= 1e-12 * size) }
      }
    }
    let exact = LinearRegression(design: data.design, responses: data.responses, noiseStandardDeviation: 1)
    #expect(gradient(models[0], of: examples) != gradient(exact, of: examples))
  }

  /// Chains by blocks are those of rows in memory, whatever the memory and the threads.
  @Test func chainsAreThoseOfRowsInMemory() async throws {
    let table = try pack()
    let blocks = BlockEpochs(blockSize: 32, window: 3)
    func draws(_ model: some Posterior, threads: Int) async throws -> [[Double]] {
      let gradient = MinibatchGradient(model, blocks, batchSize: 20)
      let sampler = LangevinSampler(gradient: gradient, integrator: EulerMaruyama(), learningRate: .constant(1e-3))
      let starts = [[Double]](repeating: [Double](repeating: 0, count: 10), count: 8)
      let draws = try await sampler.draws(from: starts, count: 200, seed: 3, threads: threads)
      return [draws.values]
    }
    let known = try await draws(try inMemory(table, .logistic, "z"), threads: 1)
    for (memory, threads) in [(1 << 20, 1), (1, 1), (1, 8)] {
      let found = try await draws(try stored(table, .logistic, "z", memory: memory), threads: threads)
      for (a, b) in zip(found.joined(), known.joined()) { #expect(abs(a - b) < 1e-10) }
    }
  }

  /// The stationary laws of SGWORLD and CALM on stored blocks are the exact ones: on rows in random order, on sorted
  /// ones, whose damage shows, and on sorted ones of which blocks far apart are shuffled together, where it does not.
  @Test func lawsOfStoredBlocks() async throws {
    let rate = 5e-4
    var divergences: [Double] = []
    for (isSorted, window) in [(false, 1), (true, 1), (true, 4)] {
      // Of the rows eight blocks of eight are in memory.
      let table = try pack(128, sorted: isSorted, name: "\(isSorted)-\(window)")
      let model = try StoredRegression(
        table, .linear(noiseStandardDeviation: 1), RegressionColumns(target: "y", features: ["x1", "x3"]), memory: 2048)
      let data = try RegressionData(try table.table(), target: "y", features: ["x1", "x3"], standardize: false)
      let known = LinearRegression(design: data.design, responses: data.responses, noiseStandardDeviation: 1)
      let exact = try known.exactPosterior()

      func check<Made: GradientEstimator, Known: GradientEstimator>(
        _ made: Made, _ known: Known, _ integrator: some LinearIntegrator
      ) async throws -> Double {
        let law = try AffineDynamics(known, integrator, mode: exact.mean, orders: 4096)
          .stationaryLaw(learningRate: rate)
        let sampler = LangevinSampler(
          gradient: made, integrator: integrator, learningRate: .constant(rate), stepsPerDraw: 16)
        let draws = try await sampler.draws(from: [exact.mean, exact.mean], count: 4000, burnIn: 100, seed: 8)
        for (j, summary) in await draws.summary().parameters.enumerated() {
          let sd = law.covariance[j, j].squareRoot()
          #expect(abs(summary.mean - law.mean[j]) < 4 * (summary.mcseMean + law.error.mean[j]))
          #expect(abs(summary.sd - sd) < 4 * (summary.mcseSD + law.error.covariance[j, j] / (2 * sd)))
          #expect(summary.mcseSD < 0.05 * sd)
        }
        return law.kl
      }
      let blocks = BlockEpochs(blockSize: 16, window: window)
      divergences.append(
        try await check(
          MinibatchGradient(model, blocks, batchSize: 8), MinibatchGradient(known, blocks, batchSize: 8),
          EulerMaruyama()))
      _ = try await check(
        MinibatchGradient(model.anchored(at: exact.mean), blocks, batchSize: 8),
        MinibatchGradient(known.anchored(at: exact.mean), blocks, batchSize: 8), LeimkuhlerMatthews())
    }
    #expect(divergences[1] > 10 * divergences[0] && divergences[2] < 3 * divergences[0], "\(divergences)")
  }

  /// Of sorted rows windows have as many blocks as make the order harmless, once there is memory for them.
  @Test func memoryMakesAnOrderHarmless() throws {
    let table = try pack(4000, sorted: true)
    func stored(_ memory: Int) throws -> StoredRegression {
      try StoredRegression(
        table, .linear(noiseStandardDeviation: 1), RegressionColumns(target: "y", features: ["x1", "x3"]),
        memory: memory)
    }
    let small = try stored(1)
    #expect(small.blocks.window == 2 && small.orderedColumns(window: 2).contains("y"))
    let memory = try #require(small.memoryForOrder)
    let large = try stored(memory)
    #expect(large.blocks.window >= 8 && large.orderedColumns(window: large.blocks.window).isEmpty)
    #expect(large.blocks.blockSize == 16 && large.memoryForOrder == memory)
    #expect(try stored(memory / 4).blocks.window < large.blocks.window)
  }

  /// What no regression takes is refused before a chain begins.
  @Test func refusals() throws {
    let table = try pack(60)
    func refusal(_ family: RegressionFamily, _ target: String, _ features: [String]? = ["x1"]) -> String? {
      message { _ = try StoredRegression(table, family, RegressionColumns(target: target, features: features)) }
    }
    #expect(refusal(.logistic, "y")?.hasSuffix("is a third value, or no class; write 0 and 1, or two words") == true)
    #expect(refusal(.poisson, "y")?.hasSuffix("is not a whole number from 0 to 1e9") == true)
    #expect(refusal(.poisson, "nothing")?.contains("there is no column") == true)
    #expect(refusal(.logistic, "z", ["z"])?.hasSuffix("the target cannot be a feature too") == true)
  }

  /// Rows that can no longer be read make gradients that are no numbers, and an error that says why.
  @Test func fileThatBecomesShorter() throws {
    let table = try pack()
    let model = try stored(table, .logistic, "z", memory: 1)
    let handle = try #require(FileHandle(forWritingAtPath: folder.file("set/rows-20.npy")))
    try handle.truncate(atOffset: 200)
    let value = model.potential(at: [Double](repeating: 0, count: 10))
    #expect(value.isNaN)
    #expect(
      "\(try #require(model.readFailure))".hasSuffix("rows-20.npy: the file has become shorter; " + StoredTable.remedy))
  }
}
