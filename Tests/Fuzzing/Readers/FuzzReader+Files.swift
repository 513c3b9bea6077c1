import PosteriorData
import PosteriorModels

// Tables and draws as text.

extension FuzzReader {
  /// A reader whose inputs are a corpus's.
  init(
    _ name: String, _ about: String, _ corpus: FuzzCorpus,
    _ read: @escaping @Sendable (UnsafeBufferPointer<UInt8>) throws -> Void
  ) {
    self.init(
      name: name, about: about, sound: corpus.seeds, mutated: { corpus.mutated(using: &$0) },
      read: { try $0.withUnsafeBufferPointer(read) })
  }

  static let tables = FuzzReader("csv", "tables in CSV files, and the columns that models read", FuzzCorpora.tables) {
    let table = try Table(csv: $0, source: "t")
    try require(table.rowCount > 0 && table.rowCount * table.columnNames.count <= $0.count + 1, "size")
    try require(Set(table.columnNames).count == table.columnNames.count, "names")
    let model = ModelTable(table)
    for column in model.columns {
      switch column.cells {
      case .numbers(let numbers, _): try require(numbers.count == table.rowCount, "cells")
      case .text(let texts): try require(texts.count == table.rowCount, "cells")
      }
    }
    for name in table.columnNames {
      if let numbers = try? table.column(name) { try require(numbers.allSatisfy(\.isFinite), "numbers") }
      guard let (numbered, values) = try? table.numbering(valuesOf: name) else { continue }
      let places = try numbered.column(name)
      try require(places.allSatisfy { $0 >= 0 && Int($0) < values.count }, "classes")
    }
  }

  static let drawsOfStan = FuzzReader("stan-csv", "draws in Stan CSV files", FuzzCorpora.draws) {
    let file = try StanCSV($0, source: "x")
    let dimension = file.draws.dimension + (file.statistics?.dimension ?? 0)
    try require(file.draws.drawsPerChain > 0 && file.draws.drawsPerChain * dimension <= $0.count, "size")
    try require(Set(file.draws.parameterNames).count == file.draws.dimension, "names")
    try require((file.statistics?.drawsPerChain ?? file.draws.drawsPerChain) == file.draws.drawsPerChain, "rows")
  }
}
