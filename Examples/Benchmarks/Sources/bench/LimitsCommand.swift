import ArgumentParser
import PeerCases
import PosteriorDiagnostics

/// Measures what bounds a step whatever its code: the machine's memory, and the random numbers that it needs.
struct LimitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "limits", abstract: "Measure what bounds a step: memory, and random numbers; a line of JSON for each.")

  @OptionGroup var options: RunOptions

  func run() throws {
    var random = GSLRandom(seed: 1)
    var normals = [Double](repeating: 0, count: 4096)
    try row("normal", count: 4096 * 1000) {
      for _ in 0..<1000 {
        var span = normals.mutableSpan
        random.fillNormal(&span)
      }
    }
    var indices = (0..<Int32(1000)).map { $0 }
    try row("index with replacement", count: 1000 * 4000) {
      for _ in 0..<4000 {
        var span = indices.mutableSpan
        random.fillIndices(&span, first: 1000, below: 1000)
      }
    }
    try shuffles(1000, repeats: 4000, &random)
    try shuffles(1_000_000, repeats: 4, &random)
    for (letter, settings) in try PeerCase.allSettings().sorted(by: { $0.key < $1.key }) {
      // Short rows would show the loop's own cost, not memory's: as much memory then, in rows of 50 numbers.
      let numbers = settings.exampleCount * (settings.kind == .mlp ? 1 : settings.dimension)
      let columns = max(50, settings.dimension)
      try reads("case \(letter)", Matrix(rowCount: numbers / columns, columnCount: columns, repeating: 1), &random)
    }
  }

  private func shuffles(_ count: Int, repeats passes: Int, _ random: inout GSLRandom) throws {
    var indices = (0..<Int32(count)).map { $0 }
    try row("reshuffled index of \(count)", count: count * passes) {
      for _ in 0..<passes {
        var span = indices.mutableSpan
        random.shuffle(&span, choosing: count)
      }
    }
  }

  /// Sums of rows, one after another and in a random order.
  private func reads(_ place: String, _ rows: Matrix, _ random: inout GSLRandom) throws {
    let passes = max(1, 10_000_000 / rows.elements.count)
    let inOrder = (0..<Int32(rows.rowCount)).map { $0 }
    for (order, examples) in [("in order", inOrder), ("at random", random.permutation(rows.rowCount))] {
      var sum = [Double](repeating: 0, count: rows.columnCount)
      try row("byte of \(place), rows \(order)", count: 8 * rows.elements.count * passes) {
        var span = sum.mutableSpan
        for _ in 0..<passes { for i in examples { span.add(1, timesRow: Int(i), of: rows) } }
      }
    }
    // What it would cost to bring the rows in the order in which an epoch reads them.
    let (order, columns) = (random.permutation(rows.rowCount), rows.columnCount)
    var copy = [Double](repeating: 0, count: rows.elements.count)
    try row("byte of \(place), rows copied into a random order", count: 8 * rows.elements.count * passes) {
      var to = copy.mutableSpan
      let from = rows.elements.span
      for _ in 0..<passes {
        for i in 0..<order.count {
          let (source, target) = (Int(order[i]) * columns, i * columns)
          for j in 0..<columns { to[unchecked: target + j] = from[unchecked: source + j] }
        }
      }
    }
  }

  private func row(_ what: String, count: Int, _ body: () -> Void) throws {
    let (timing, _) = Timing.measure(repeats: options.repeats, body)
    try LimitRow(limit: what, nanoseconds: timing.cpu.map { $0 / Double(count) * 1e9 }).printLine()
  }
}

/// What one of something costs, in each repeat.
private struct LimitRow: Encodable {
  let limit: String
  let nanoseconds: [Double]
}
