/// The statements of a model that is written in Swift, in any order.
///
/// Functions give names and formulas back, which later statements are made of. What is wrong is said when the model is
/// made, with the place of its statement in the Swift file.
public struct ModelStatements {
  /// A line of a Swift file.
  struct Place: Hashable, Sendable {
    let fileID: String
    let line: Int
  }

  /// The statements as lines of the model language.
  private(set) var lines: [String] = []
  /// The place of each line.
  private(set) var places: [Place] = []
  var data: ModelTable
  /// What is wrong with data that were given.
  private(set) var problem: ModelError?
  private var names: Set<String> = []

  init(_ data: ModelTable) { self.data = data }

  /// Notes a new name of the model.
  private mutating func add(_ name: String, _ fileID: StaticString, _ line: Int) -> Formula {
    if !names.insert(name).inserted {
      refuse("\(name) has a meaning already; give this another name", Place(fileID: "\(fileID)", line: line))
    }
    return Formula(name: name)
  }

  /// Notes what is wrong first.
  mutating func refuse(_ message: String, _ place: Place) {
    problem = problem ?? ModelError(file: place.fileID, line: place.line, column: 0, message: message)
  }

  private mutating func write(_ statement: String, _ fileID: StaticString, _ line: Int) {
    lines.append(statement)
    places.append(Place(fileID: "\(fileID)", line: line))
  }

  /// A parameter with its prior, which also says what it must be: `.halfCauchy(5)` makes it positive.
  ///
  /// - Parameters:
  ///   - name: Its name, in draws and messages.
  ///   - prior: Its distribution.
  ///   - factor: A column: the parameter has one value a level of it.
  ///   - fileID: Where the statement stands, for messages.
  ///   - line: Its line.
  /// - Returns: The parameter.
  public mutating func parameter(
    _ name: String, _ prior: Formula.Distribution, by factor: Formula? = nil,
    fileID: StaticString = #fileID, line: Int = #line
  ) -> Formula {
    let parameter = add(name, fileID, line)
    write("\((factor.map { parameter[$0] } ?? parameter).text) ~ \(prior.text)", fileID, line)
    return parameter
  }

  /// A parameter of a kind. Its prior is flat unless one is given.
  ///
  /// - Parameters:
  ///   - name: Its name, in draws and messages.
  ///   - kind: What it must be.
  ///   - count: The number of its elements; one number where none is given.
  ///   - prior: Its distribution: of each element, or of the whole vector.
  ///   - fileID: Where the statement stands, for messages.
  ///   - line: Its line.
  /// - Returns: The parameter.
  public mutating func parameter(
    _ name: String, _ kind: Formula.Kind, count: Int? = nil, _ prior: Formula.Distribution? = nil,
    fileID: StaticString = #fileID, line: Int = #line
  ) -> Formula {
    let parameter = add(name, fileID, line)
    write("\(parameter.text): \(kind.text)\(count.map { "[\($0)]" } ?? "")", fileID, line)
    if let prior { write("\(parameter.text) ~ \(prior.text)", fileID, line) }
    return parameter
  }

  /// A parameter of a kind with one value a level of a factor. Its prior is flat unless one is given.
  ///
  /// - Parameters:
  ///   - name: Its name, in draws and messages.
  ///   - kind: What it must be.
  ///   - factor: A column.
  ///   - prior: The distribution of each element.
  ///   - fileID: Where the statement stands, for messages.
  ///   - line: Its line.
  /// - Returns: The parameter.
  public mutating func parameter(
    _ name: String, _ kind: Formula.Kind, by factor: Formula, _ prior: Formula.Distribution? = nil,
    fileID: StaticString = #fileID, line: Int = #line
  ) -> Formula {
    let parameter = add(name, fileID, line)
    write("\(parameter.text): \(kind.text)[\(factor.text)]", fileID, line)
    if let prior { write("\(parameter[factor].text) ~ \(prior.text)", fileID, line) }
    return parameter
  }

  /// A quantity with a name. Where it depends on parameters, and has one value or one a level, it is reported with the
  /// draws. What needs no name is a Swift constant.
  ///
  /// - Parameters:
  ///   - name: Its name, in draws and messages.
  ///   - value: What it is.
  ///   - factor: A column: the quantity has one value a level of it.
  ///   - fileID: Where the statement stands, for messages.
  ///   - line: Its line.
  /// - Returns: The quantity.
  public mutating func define(
    _ name: String, _ value: some FormulaConvertible, by factor: Formula? = nil,
    fileID: StaticString = #fileID, line: Int = #line
  ) -> Formula {
    let quantity = add(name, fileID, line)
    write("\((factor.map { quantity[$0] } ?? quantity).text) = \(value.formula.text)", fileID, line)
    return quantity
  }

  /// The distribution of data: of a column, so that each row is an example, or of known numbers.
  public mutating func observe(
    _ data: Formula, _ distribution: Formula.Distribution, fileID: StaticString = #fileID, line: Int = #line
  ) {
    write("\(data.text) ~ \(distribution.text)", fileID, line)
  }

  /// The prior of some elements of a parameter, `beta[1]`, or of a quantity that is made of parameters.
  public mutating func prior(
    _ quantity: Formula, _ distribution: Formula.Distribution, fileID: StaticString = #fileID, line: Int = #line
  ) {
    write("\(quantity.text) ~ \(distribution.text)", fileID, line)
  }

  /// Leaves out rows with a missing cell in a column that the model uses.
  public mutating func dropMissing(fileID: StaticString = #fileID, line: Int = #line) {
    write("drop missing", fileID, line)
  }
}
