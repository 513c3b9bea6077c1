/// What the names of a model's text are.
struct Scope {
  private(set) var parameters: [String: Parameter] = [:]
  /// Parameters in the order of the text.
  private(set) var parameterNames: [String] = []
  private(set) var definitions: [String: Definition] = [:]
  private(set) var definitionNames: [String] = []
  private(set) var columns: [String: ModelTable.Cells] = [:]
  private(set) var constants: [String: ModelTable.Constant] = [:]
  private(set) var dropsMissing: Range<Int>?
  let source: ModelSource
  let table: ModelTable

  static let blockOfAll = "X"

  init(_ statements: [Statement], _ table: ModelTable, _ source: ModelSource) throws(ModelError) {
    self.source = source
    self.table = table
    try readTable()
    for statement in statements {
      switch statement.form {
      case .dropMissing: dropsMissing = statement.range
      case .declaration(let name, let kind, let size): try declare(name, kind, size)
      case .definition(let name, let factor, let value): try define(name, factor, value)
      case .distributed: break
      }
    }
    for (place, statement) in statements.enumerated() {
      if case .distributed(let target, _, _) = statement.form { try distribute(target, statement: place) }
    }
    // In the order of the declarations, and of the statements that stand for one.
    parameterNames = parameterNames.sorted { firstPlace(of: $0) < firstPlace(of: $1) }
  }

  private func firstPlace(of parameter: String) -> Int { parameters[parameter]?.name.range.lowerBound ?? 0 }

  /// All names of the text and the data, for suggestions.
  var names: [String] {
    parameterNames + definitionNames + table.columns.map(\.name) + table.constants.map(\.name)
  }

  func isData(_ name: String) -> Bool { columns[name] != nil || constants[name] != nil || isBlockOfAll(name) }

  func isBlockOfAll(_ name: String) -> Bool { table.isUnnamed && name == Self.blockOfAll }

  private mutating func readTable() throws(ModelError) {
    let file = table.file
    if table.rowCount < 1 { throw source.error(at: 0, "the table \(file) has no rows") }
    for column in table.columns {
      if columns.updateValue(column.cells, forKey: column.name) != nil {
        throw source.error(at: 0, "\(file) has two columns named \(column.name)")
      }
      if column.cells.count != table.rowCount {
        throw source.error(
          at: 0, "\(column.name) of \(file) has \(column.cells.count) cells for \(table.rowCount) rows")
      }
    }
    for constant in table.constants {
      let count = constant.sizes.reduce((1, false)) { product, size in
        let next = product.0.multipliedReportingOverflow(by: size)
        return (next.partialValue, product.1 || next.overflow || size < 1)
      }
      guard !count.1, constant.sizes.count <= 2, count.0 == constant.numbers.count else {
        throw source.error(at: 0, "the constant \(constant.name) is no number, vector or matrix")
      }
      if columns[constant.name] != nil {
        throw source.error(at: 0, "\(constant.name) is a column of \(file) and a constant too; rename one of them")
      }
      if constants.updateValue(constant, forKey: constant.name) != nil {
        throw source.error(at: 0, "there are two constants named \(constant.name)")
      }
    }
  }

  private func checkNew(_ name: Name) throws(ModelError) {
    if columns[name.text] != nil || isBlockOfAll(name.text) {
      throw source.error(at: name.range, "\(name.text) is a column of \(table.file) already; give this another name")
    }
    if constants[name.text] != nil {
      throw source.error(at: name.range, "\(name.text) is a constant already; give this another name")
    }
    let earlier = definitions[name.text]?.name ?? parameters[name.text]?.name
    if let earlier {
      let line = source.line(of: earlier.range.lowerBound)
      throw source.error(at: name.range, "\(name.text) has a meaning already, on line \(line); give this another name")
    }
    if name.text == "inf" || name.text == "in" {
      throw source.error(at: name.range, "\(name.text) is a word of the language; give this another name")
    }
  }

  private mutating func declare(_ name: Name, _ kind: Kind, _ size: Expression?) throws(ModelError) {
    try checkNew(name)
    var parameter = Parameter(name: name, declaration: (kind, size))
    if let size, let text = size.name, columns[text] != nil { parameter.factor = Name(text: text, range: size.range) }
    add(parameter)
  }

  private mutating func define(_ name: Name, _ factor: Name?, _ value: Expression) throws(ModelError) {
    try checkNew(name)
    definitions[name.text] = Definition(name: name, factor: factor, value: value)
    definitionNames.append(name.text)
  }

  private mutating func add(_ parameter: Parameter) {
    parameters[parameter.name.text] = parameter
    parameterNames.append(parameter.name.text)
  }

  /// A name on the left side of ~ that nothing else gives a meaning is a parameter.
  private mutating func distribute(_ target: Expression, statement: Int) throws(ModelError) {
    var (vector, index): (Expression, Expression?) = (target, nil)
    if case .index(let whole, let element) = target.form { (vector, index) = (whole, element) }
    guard let text = vector.name, !isData(text), definitions[text] == nil else { return }
    let name = Name(text: text, range: vector.range)
    let factor = index?.name.flatMap { columns[$0] == nil ? nil : Name(text: $0, range: target.range) }
    if parameters[text] == nil {
      try checkNew(name)
      if let index, let unknown = index.name, factor == nil, constants[unknown] == nil, definitions[unknown] == nil {
        let near = suggestion(for: unknown, among: table.columns.map(\.name))
        throw source.error(at: index.range, "\(unknown) is no column of \(table.file)\(near)")
      }
      if index != nil, factor == nil {
        throw source.error(
          at: vector.range, "\(text) has elements, and its size is not said; declare it, such as \(text): real[3]")
      }
      add(Parameter(name: name, factor: factor))
    }
    if index == nil || factor != nil {
      if parameters[text]?.prior != nil || parameters[text]?.partialPriors.isEmpty == false {
        throw source.error(at: target.range, "\(text) has a distribution already; a parameter has one")
      }
      parameters[text]?.prior = statement
    } else {
      if parameters[text]?.prior != nil {
        throw source.error(at: target.range, "\(text) has a distribution already; a parameter has one")
      }
      parameters[text]?.partialPriors.append(statement)
    }
  }
}
