/// What a model says of rows that it has not seen.
///
///     let predictor = model.predictor(forRows: newDesign)
///     let responses = predictor.draw(at: position, using: &random)
public struct Predictor: Sendable {
  /// The number of rows.
  public let rowCount: Int
  /// The laws of the responses, one for each statement that goes by example.
  package let laws: [ResponseLaw]
  /// What the parameters decide of the laws: columns, each of a number for each row.
  package let columns: @Sendable (_ position: [Double]) -> [[Double]]

  package init(
    rowCount: Int, laws: [ResponseLaw], columns: @escaping @Sendable (_ position: [Double]) -> [[Double]]
  ) {
    (self.rowCount, self.laws, self.columns) = (rowCount, laws, columns)
  }

  /// One response whose law is a distribution, each argument of which has its own columns, one after another.
  init(
    _ names: [String], _ distribution: String, arguments: [Int], rowCount: Int,
    columns: @escaping @Sendable (_ position: [Double]) -> [[Double]]
  ) {
    guard let distribution = DistributionCatalogue.named(distribution) else {
      preconditionFailure("there is no distribution \(distribution)")
    }
    var first = 0
    let places = arguments.map { count in
      defer { first += count }
      return Array(first..<first + count)
    }
    let law = ResponseLaw(names: names, parts: [.init(kind: .distribution(distribution, places))])
    self.init(rowCount: rowCount, laws: [law], columns: columns)
  }

  /// The names of the responses.
  public var names: [String] { laws.flatMap(\.names) }

  /// A draw of every response in every row, given the model's parameters: a list for each response.
  ///
  /// Not a number where a law has none, as a truncated one that hardly ever lies in its interval.
  public func draw(at position: [Double], using random: inout some RandomSource) -> [[Double]] {
    let columns = columns(position)
    var values = names.map { _ in [Double]() }
    for row in 0..<rowCount {
      var place = 0
      for law in laws {
        for value in law.draw(row, columns, using: &random) {
          values[place].append(value)
          place += 1
        }
      }
    }
    return values
  }

  /// The mean of every response in every row, given the model's parameters: a list for each response.
  ///
  /// Not a number where a law has no mean, or none that is known, as inside an interval.
  public func means(at position: [Double]) -> [[Double]] {
    let columns = columns(position)
    let rows = (0..<rowCount).map { row in laws.flatMap { $0.mean(row, columns) } }
    return names.indices.map { place in rows.map { $0[place] } }
  }
}
