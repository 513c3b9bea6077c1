/// A model of a text and data: its graph, and what was understood.
package struct ModelReading: Sendable {
  /// The log density, and what draws report.
  package let model: ModelGraph
  /// The name of the model's file.
  package let file: String
  /// The name of the table's file.
  package let tableFile: String
  /// The number of rows that are examples.
  package let exampleCount: Int
  package let summary: ModelSummary
  /// The constraint of each parameter, the first that the model reports.
  let constraints: [Constraint]
  /// The columns and constants that the model uses.
  package let data: ModelData
  /// What it was read from: the text, and the table without the rows that were dropped.
  let source: ModelSource
  let statements: [Statement]
  let table: ModelTable

  /// Reads a model.
  ///
  /// - Parameters:
  ///   - text: The statements.
  ///   - file: The name that errors call the text by.
  ///   - table: The data.
  /// - Throws: What is wrong first, with its place.
  package init(text: String, file: String, table: ModelTable) throws(ModelError) {
    // Counted in bytes before anything is made of it.
    if text.utf8.count > 4 * Lexer.sizeLimit {
      throw ModelError(file: file, line: 1, column: 1, message: "the text is longer than 1 MiB; a model is shorter")
    }
    try self.init(ModelSource(file: file, text: text), table)
  }

  /// Reads a model that is written in Swift.
  ///
  /// - Throws: What is wrong first, with the place of its statement.
  init(_ statements: ModelStatements, name: String) throws(ModelError) {
    if let problem = statements.problem { throw problem }
    let text = statements.lines.joined(separator: "\n")
    try self.init(ModelSource(file: name, text: text, places: statements.places), statements.data)
  }

  private init(_ source: ModelSource, _ table: ModelTable) throws(ModelError) {
    let statements = try Parser.statements(of: source)
    // Constants alone are a table of one row without columns.
    var table =
      table.columns.isEmpty && table.rowCount == 0
      ? ModelTable(file: table.file, rowCount: 1, columns: [], constants: table.constants) : table.numbered(statements)
    var scope = try Scope(statements, table, source)
    var dropped: String?
    if scope.dropsMissing != nil {
      let rows = scope.completeRows(statements)
      if rows.count < table.rowCount {
        dropped = "drop missing: \(table.rowCount - rows.count) of \(table.rowCount) rows dropped"
        if rows.isEmpty {
          throw source.error(
            at: scope.dropsMissing ?? 0..<0, "every row of \(table.file) has a missing cell")
        }
        table = table.keeping(rows)
        scope = try Scope(statements, table, source)
      }
    }
    var lowering = Lowering(scope, statements, table, source, firstRow: 0)
    var result = try lowering.model()
    if result.unusedRows > 0 {
      // Once more without the rows that no statement can use.
      lowering = Lowering(scope, statements, table, source, firstRow: result.unusedRows)
      result = try lowering.model()
    }
    model = result.model
    file = source.file
    tableFile = table.file
    exampleCount = result.model.likelihood == nil ? 0 : result.model.graph.rowCount
    constraints = lowering.constraints
    data = lowering.data
    var summary = lowering.summary
    if let dropped { summary.notes.insert(dropped, at: 0) }
    self.summary = summary
    (self.source, self.statements, self.table) = (source, statements, table)
  }
}
