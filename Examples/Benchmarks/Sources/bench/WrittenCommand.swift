import ArgumentParser
import PosteriorDiagnostics
import PosteriorModels

/// Times models as they are written that no built-in model is the like of.
struct WrittenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "written",
    abstract: "Time steps and gradients of models as they are written; a line of JSON for each.")

  @OptionGroup var options: RunOptions

  func run() throws {
    try time("counts by group", Self.counts, groups: 50, exampleCount: 10_000, batchSize: 100)
    try time("counts by group", Self.counts, groups: 50, exampleCount: 10_000, batchSize: 10)
    try time("unknown noise", Self.unknownNoise, groups: 1, exampleCount: 1000, batchSize: 10)
    try time("mixture", Self.mixture, groups: 1, exampleCount: 1000, batchSize: 10)
  }

  private static let counts = """
    mu ~ normal(0, 2)
    tau ~ half_normal(1)
    a[group] ~ normal(mu, tau)
    b ~ normal(0, 1)
    count ~ poisson_log(a[group] + b * x)
    """
  private static let unknownNoise = """
    a ~ normal(0, 1)
    b1 ~ normal(0, 1)
    b2 ~ normal(0, 1)
    b3 ~ normal(0, 1)
    s ~ half_normal(1)
    y ~ normal(a + b1 * x + b2 * z + b3 * w, s)
    """
  private static let mixture = """
    mu: ordered[2]
    mu ~ normal(0, 2)
    sigma: positive[2]
    sigma ~ half_normal(2)
    theta ~ beta(5, 5)
    y ~ mix(theta, normal(mu[1], sigma[1]), normal(mu[2], sigma[2]))
    """

  private func time(_ name: String, _ text: String, groups: Int, exampleCount: Int, batchSize: Int) throws {
    var random = GSLRandom(seed: 5)
    let (x, z, w) = (random.normals(exampleCount), random.normals(exampleCount), random.normals(exampleCount))
    let noise = random.normals(exampleCount)
    let groups = (0..<exampleCount).map { _ in "g\(Int(Double(groups) * random.uniform()))" }
    var responses = noise
    for i in responses.indices { responses[i] += x[i] - z[i] }
    let counts: [Double] = noise.map { abs(2 * $0).rounded() }
    let numbers: [String: [Double]] = ["x": x, "z": z, "w": w, "y": responses, "count": counts]
    let columns = numbers.map { ModelTable.Column(name: $0.key, cells: .numbers($0.value)) }
    let table = ModelTable(
      file: "simulated", rowCount: exampleCount, columns: columns + [.init(name: "group", cells: .text(groups))])
    let model = try WrittenModel(text, data: table)
    let start = [Double](repeating: 0.1, count: model.dimension)
    let rate = LearningRate.constant(1e-6)
    try timeSteps(name, SGLD(model, learningRate: rate, batchSize: batchSize), "SGLD", start, batchSize)
    try timeSteps(
      name, CALM(model, anchor: start, learningRate: rate, batchSize: batchSize), "CALM", start, batchSize)
    let repeats = options.scaled(20_000_000 / exampleCount)
    var timing = Timing()
    var gradient = [Double](repeating: 0, count: model.dimension)
    for run in 0...options.repeats {
      let begin = Moment.now
      for _ in 0..<repeats {
        var span = gradient.mutableSpan
        model.addLogDensityGradient(at: start.span, to: &span)
      }
      if run > 0 { timing.add(since: begin) }
    }
    try WrittenRow(model: name, what: "full gradient", batch: exampleCount, repeats: repeats, timing).printLine()
  }

  private func timeSteps(
    _ name: String, _ sampler: some PosteriorSampler, _ what: String, _ start: [Double], _ batchSize: Int
  ) throws {
    let steps = options.scaled(5_000_000 / batchSize)
    var timing = Timing()
    var random = GSLRandom(seed: 1)
    for run in 0...options.repeats {
      var state = try sampler.start(at: start, using: &random)
      let begin = Moment.now
      try sampler.advance(&state, steps: steps, using: &random)
      if run > 0 { timing.add(since: begin) }
    }
    try WrittenRow(model: name, what: what, batch: batchSize, repeats: steps, timing).printLine()
  }
}

/// A line of results of a model as it is written.
private struct WrittenRow: Encodable {
  var peer = "swift"
  var model: String
  var what: String
  var batch: Int
  var usCpu: Double
  var allUsCpu: [Double]

  init(model: String, what: String, batch: Int, repeats: Int, _ timing: Timing) {
    (self.model, self.what, self.batch) = (model, what, batch)
    usCpu = 1e6 * timing.cpu.median / Double(repeats)
    allUsCpu = timing.cpu.map { 1e6 * $0 / Double(repeats) }
  }
}
