extension LeaveOneOut {
  /// The accuracy that log likelihoods show: for each example a matrix, a row for each chain, a column for each draw.
  public init(logLikelihoods: [Matrix]) {
    precondition(!logLikelihoods.isEmpty, "there are no examples to leave out")
    let first = logLikelihoods[0]
    precondition(
      logLikelihoods.allSatisfy {
        $0.rowCount == first.rowCount && $0.columnCount == first.columnCount && $0.isFinite
      }, "the log likelihoods are not finite, or not of the same draws")
    var effectiveSampleSize = EffectiveSampleSize(SplitChains(first))
    examples = logLikelihoods.enumerated().map { Example($0, $1, &effectiveSampleSize) }
    (exampleCount, drawCount, proxies) = (examples.count, first.elements.count, nil)
  }

  /// How well a model predicts its examples, from draws of its posterior.
  ///
  /// - Parameters:
  ///   - model: The model, which has examples.
  ///   - draws: The draws, under the names that the model reports.
  ///   - settings: How many examples are looked at, and on how many threads.
  ///   - onProgress: Told of the share of the work that is done.
  /// - Throws: An error that says which parameter is missing, or at which draw a likelihood is not finite;
  ///   `CancellationError` when the task is cancelled.
  public init(
    of model: some Posterior, at draws: Draws, _ settings: Settings = Settings(),
    onProgress: @escaping @Sendable (_ fraction: Double) -> Void = { _ in }
  ) async throws {
    precondition(model.exampleCount > 0 && draws.drawsPerChain > 0, "there are no examples, or no draws")
    let (likelihoods, all) = (try DrawnLikelihoods(model, draws), 0..<model.exampleCount)
    let chosen = settings.chosen(of: model.exampleCount)
    exampleCount = model.exampleCount
    drawCount = likelihoods.drawCount
    proxies = chosen.count < all.count ? likelihoods.atMean() : nil
    var examples: [Example] = []
    let pool = TaskPool(threads: settings.threads, total: 2 * chosen.count, onProgress: onProgress)
    // Some 256 MB at a time.
    let block = max(1, (1 << 25) / drawCount)
    for first in stride(from: 0, to: chosen.count, by: block) {
      let indices = Array(chosen[first..<min(first + block, chosen.count)])
      examples += try await likelihoods.examples(indices, pool)
    }
    self.examples = examples
  }

  /// How many examples are looked at, and on how many threads.
  public struct Settings: Sendable {
    /// The number of examples that are looked at, two or more; nil for all.
    public var examples: Int?
    /// The seed of their choice. The same seed chooses the same examples for models of as many.
    public var seed: UInt64
    /// Threads. The result does not depend on it.
    public var threads: Int

    /// Settings: all examples, on one thread, unless given.
    public init(examples: Int? = nil, seed: UInt64 = 1, threads: Int = 1) {
      precondition(examples ?? 2 >= 2 && threads >= 1, "a sample has at least two examples")
      (self.examples, self.seed, self.threads) = (examples, seed, threads)
    }

    /// The examples that are looked at, in their order.
    fileprivate func chosen(of count: Int) -> [Int] {
      guard let examples, examples < count else { return Array(0..<count) }
      var random = GSLRandom(stream: StreamSeed(seed).child("leave-one-out"))
      return random.subset(examples, of: count).map(Int.init).sorted()
    }
  }
}

/// The log likelihoods of a model's examples at draws.
private struct DrawnLikelihoods: Sendable {
  private let model: any Posterior
  private let chainCount: Int
  private let positions: Draws
  private let ofAll: @Sendable ([Double]) -> [Double]

  init(_ model: some Posterior, _ draws: Draws) throws(ReportError) {
    (self.model, chainCount) = (model, draws.chainCount)
    positions = try DrawPositions(draws, of: model).all()
    ofAll = model.logLikelihoods()
  }

  var drawCount: Int { positions.chainCount * positions.drawsPerChain }

  /// Those of all examples at the mean of the draws.
  func atMean() -> [Double] { ofAll((0..<positions.dimension).map { positions.chains(ofParameter: $0).elements.mean }) }

  /// How well some examples are predicted.
  func examples(_ indices: [Int], _ pool: TaskPool) async throws -> [LeaveOneOut.Example] {
    // One pass over all examples takes the time of a few of them.
    let isPass = model.capabilities.pointwise != nil && indices.count > model.exampleCount / 8
    let pieces = min(drawCount, 64)
    let values = try await pool.runAll(pieces) { piece in
      let rows = piece.number * drawCount / pieces..<(piece.number + 1) * drawCount / pieces
      var values: [Double] = []
      values.reserveCapacity(rows.count * indices.count)
      for row in rows {
        if piece.isStopped { throw CancellationError() }
        values += try self.values(indices, at: row, isPass: isPass)
      }
      piece.add(indices.count * (piece.number + 1) / pieces - indices.count * piece.number / pieces)
      return values
    }
    let split = SplitChains(Matrix(rowCount: chainCount, columnCount: positions.drawsPerChain))
    let effectiveSampleSize = EffectiveSampleSize(split)
    let group = 16
    return try await pool.runAll((indices.count + group - 1) / group) { piece in
      var effectiveSampleSize = effectiveSampleSize
      let group = piece.number * group..<min((piece.number + 1) * group, indices.count)
      return group.map { place in
        if !piece.isStopped { piece.add(1) }
        let series = Self.series(place, of: indices.count, values)
        let chains = Matrix(columnCount: positions.drawsPerChain, elements: series)
        return LeaveOneOut.Example(indices[place], chains, &effectiveSampleSize)
      }
    }.flatMap(\.self)
  }

  /// Those of one example, from parts that have `count` examples at each of their draws.
  private static func series(_ example: Int, of count: Int, _ parts: [[Double]]) -> [Double] {
    parts.flatMap { rows in stride(from: example, to: rows.count, by: count).map { rows[$0] } }
  }

  /// Those of some examples at one draw, all finite.
  private func values(_ indices: [Int], at row: Int, isPass: Bool) throws(ReportError) -> [Double] {
    let (chain, draw) = row.quotientAndRemainder(dividingBy: positions.drawsPerChain)
    let position = positions.draw(draw, chain: chain)
    let values: [Double]
    if isPass {
      let all = ofAll(position)
      values = indices.count == all.count ? all : indices.map { all[$0] }
    } else {
      values = indices.map { model.logLikelihood(of: $0, at: position.span) }
    }
    guard let place = values.firstIndex(where: { !$0.isFinite }) else { return values }
    var error = ReportError(nil, "the log likelihood of example \(indices[place] + 1) is \(values[place])")
    (error.chain, error.draw) = (chain + 1, draw + 1)
    throw error
  }
}
