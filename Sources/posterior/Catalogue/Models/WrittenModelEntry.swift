import ArgumentParser
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

extension ModelEntry {
  /// The model of a file, where a name is that of one: it ends in .model, or has a slash.
  static func written(_ path: String) -> ModelEntry? {
    guard path.hasSuffix(".model") || path.contains("/") else { return nil }
    return ModelEntry(
      name: path, summary: "a model as it is written", options: [.constants, .constant], hasManyMinima: true,
      isWritten: true,
      data: { try ModelReading(text: statements(path), file: path, table: $0.source.modelTable()).data },
      predicted: { _, model, table in
        guard let model = model as? WrittenModel else { throw Failure.predictsNothing }
        let predictor = try model.predictor(for: ModelTable(table))
        return PredictedResponse(predictor: predictor, names: predictor.names)
      }
    ) { input in
      let text = try statements(path)
      let table = try input.source.modelTable()
      var model = try WrittenModel(text, name: path, data: table)
      model.threads = input.threads
      return (model, "\(model.exampleCount) examples of \(table.file)", [:])
    }
  }
}

/// The text of a model file.
private func statements(_ path: String) throws -> String {
  try text(ofFile: path, kind: "a model file", format: "plain text")
}

extension ModelOptions {
  /// The table and the constants that a model file is about.
  func modelTable() throws -> ModelTable {
    var beside = try constants.map { try ModelTable.constants(ofJSON: $0) } ?? []
    for text in constantNumbers {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let number = Double(parts[1]), number.isFinite else {
        throw ValidationError("--constant '\(text)' is not NAME=NUMBER, such as J=8")
      }
      beside.append(.init(name: parts[0], numbers: [number]))
    }
    var names: Set<String> = []
    if let twice = beside.first(where: { !names.insert($0.name).inserted }) {
      throw ValidationError("the constant '\(twice.name)' is given twice")
    }
    guard let data else {
      guard !beside.isEmpty else { throw ValidationError("a model file needs --data, the table that it is about") }
      return ModelTable(file: "no table", rowCount: 0, columns: [], constants: beside)
    }
    return ModelTable(try Table(contentsOf: data, decimalCommas: decimalComma), constants: beside)
  }
}
