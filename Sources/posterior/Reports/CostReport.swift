import PosteriorDiagnostics

/// A comparison at equal cost in the words of a format.
struct CostReport {
  /// The model, data and settings in words, a line each.
  let description: [String]
  let result: CostResult

  func text(_ format: Format) throws -> String {
    switch format {
    case .table: table()
    case .json: try json(result)
    case .csv: csv()
    }
  }

  private func table() -> String {
    description.joined(separator: "\n") + "\n\n"
      + (rows.isEmpty ? "no point was finished\n" : textTable(rows, columns)) + "\n"
      + notes.map { $0 + "\n" }.joined()
  }

  /// The best rate of each sampler at each budget, budgets rising.
  var rows: [CostPoint] {
    Set(result.points.map(\.evaluations)).sorted().flatMap { budget in result.best.filter { $0.evaluations == budget } }
  }

  var columns: [TextColumn<CostPoint>] {
    func number(_ value: Double?) -> String { value.map(shortened) ?? "-" }
    return [
      ("evaluations", .right, { "\($0.evaluations)" }),
      ("passes", .right, { shortened(Double($0.evaluations) / Double(result.exampleCount)) }),
      ("sampler", .left, { $0.sampler }),
      ("η", .right, { number($0.learningRate) }),
      ("seconds", .right, { number($0.seconds) }),
      ("draws", .right, { shortened($0.draws) }),
      ("KL", .right, { number($0.kl) }),
      ("95 % interval", .left, { "[\(number($0.lower)), \(number($0.upper))]" }),
    ]
  }

  /// What the table says, in words.
  var notes: [String] {
    [
      "KL in nats, between normals with the moments of the last half of a chain's draws and with the posterior's: "
        + "Monte Carlo error and bias together, the mean of \(result.replicates) chains.",
      "evaluations: gradients of single examples, the mode's search and the warm-up included. η: the best of the "
        + "rates at that budget, in hindsight.",
      "seconds: processor time of one chain. A sampler without a row has too few draws by then.",
    ]
      + (result.referenceError.map {
        ["The posterior is known by draws, whose own error makes a KL of \(shortened($0)): nothing below is seen."]
      } ?? [])
  }

  /// One row a point, every rate; a cell is empty where a point has no such value.
  private func csv() -> String {
    let header = "sampler,learning_rate,evaluations,seconds,draws,failures,kl,kl_lower,kl_upper\n"
    func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    return header
      + result.points.map { point in
        [
          point.sampler, cell(point.learningRate), "\(point.evaluations)", cell(point.seconds), "\(point.draws)",
          "\(point.failures)", cell(point.kl), cell(point.lower), cell(point.upper),
        ].joined(separator: ",") + "\n"
      }.joined()
  }
}
