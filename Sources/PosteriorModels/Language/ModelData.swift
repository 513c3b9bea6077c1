/// The data that a model is about: what its examples are, and what else it is made of.
package struct ModelData: Sendable {
  /// The columns whose values the likelihood is of, a cell an example.
  package var targets: [ModelTable.Column]
  /// The other columns that the model uses.
  package var others: [ModelTable.Column]
  /// The numbers, vectors and matrices beside the table that it uses.
  package var constants: [ModelTable.Constant]
  /// The number of each example's row in the table, from 1.
  package var rows: [Int]
  /// The factor whose levels name the elements of a vector that is reported.
  package var factors: [String: String]

  /// Data of some columns.
  package init(
    targets: [ModelTable.Column], others: [ModelTable.Column], constants: [ModelTable.Constant] = [], rows: [Int],
    factors: [String: String] = [:]
  ) {
    (self.targets, self.others, self.constants) = (targets, others, constants)
    (self.rows, self.factors) = (rows, factors)
  }

  /// A model that does not say what its data are.
  package static let unknown = ModelData(targets: [], others: [], rows: [])
}

extension Lowering {
  /// The data of the model that was made.
  var data: ModelData {
    let rows = Array(firstRow..<table.rowCount)
    func columns(_ isWanted: (String) -> Bool) -> [ModelTable.Column] {
      table.columns.filter { isWanted($0.name) }.map { column in
        ModelTable.Column(name: column.name, cells: firstRow == 0 ? column.cells : column.cells.keeping(rows))
      }
    }
    let used = Set(summary.columns)
    return ModelData(
      targets: columns { targets.contains($0) }, others: columns { used.contains($0) && !targets.contains($0) },
      constants: table.constants.filter { summary.constants.contains($0.name) },
      rows: rows.map { rowNumber($0) }, factors: reportedFactors)
  }

  /// Notes the columns that a left side is made of, definitions among them.
  mutating func addTargets(in expression: Expression) {
    var (names, seen) = (expression.names, Set<String>())
    while let name = names.popLast() {
      guard seen.insert(name).inserted else { continue }
      if let definition = scope.definitions[name] { names += definition.value.names }
      if scope.columns[name] != nil, !targets.contains(name) { targets.append(name) }
    }
  }
}

extension Expression {
  /// The names of what a formula is computed from, but for those inside brackets.
  fileprivate var names: [String] {
    switch form {
    case .number, .text: []
    case .name(let name): [name]
    case .negated(let x): x.names
    case .chain(let first, let rest): first.names + rest.flatMap(\.operand.names)
    case .power(let x, let y), .comparison(_, let x, let y), .range(let x, let y): x.names + y.names
    case .call(_, let arguments): arguments.flatMap(\.names)
    case .index(let vector, _): vector.names
    case .sum(_, _, _, let body): body.names
    case .list(let elements): elements.flatMap(\.names)
    case .truncated(let x, _): x.names
    }
  }
}
