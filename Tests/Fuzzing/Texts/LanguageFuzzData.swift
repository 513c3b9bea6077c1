import PosteriorModels

/// A table that has the columns of all texts that are mutated.
package enum LanguageFuzzData {
  package static let table: ModelTable = {
    let own = LanguageTables.counts
    let taken = Set(own.columns.map(\.name))
    var names: [String] = []
    for name in LanguageReferenceModels.all.flatMap(\.columns) where name != "sigma" && !taken.contains(name) {
      if !names.contains(name) { names.append(name) }
    }
    let columns = names.enumerated().map { place, name in
      let numbers = (0..<6).map { row in
        name == "mom_work" ? Double(row % 4 + 1) : Double((row * (7 + place) + 3 * place * place) % 19 + 1) / 4
      }
      return ModelTable.Column(name: name, cells: .numbers(numbers))
    }
    let constants = LanguageReferenceModels.all.flatMap(\.constants).map {
      ModelTable.Constant(name: $0.key, numbers: [$0.value])
    }
    return ModelTable(
      file: "fuzz.csv", rowCount: 6, columns: own.columns + columns, constants: own.constants + constants)
  }()
}
