import Fuzzing
import Testing

@testable import PosteriorModels

/// The twelve models are read, and report the reference's quantities.
@Suite struct LanguageReferenceTests {
  /// Twenty rows of positive numbers; `mom_work` and `school` are levels.
  private func table(_ model: LanguageReferenceModels.Model) -> ModelTable {
    let columns = model.columns.enumerated().map { place, name in
      let numbers = (0..<20).map { row in
        switch name {
        case "mom_work": Double(row % 4 + 1)
        case "school": Double(row + 1)
        default: Double((row * (7 + place) + 3 * place * place) % 19 + 1) / 4
        }
      }
      return ModelTable.Column(name: name, cells: .numbers(numbers))
    }
    let constants = model.constants.map { ModelTable.Constant(name: $0, numbers: [$1]) }
    return ModelTable(file: "data.csv", rowCount: 20, columns: columns, constants: constants)
  }

  @Test(arguments: LanguageReferenceModels.all.indices)
  func reads(_ place: Int) throws {
    let model = LanguageReferenceModels.all[place]
    #expect(model.text.split(separator: "\n").count <= 12)
    let written = try ModelReading(text: model.text, file: "\(model.name).model", table: table(model))
    #expect(written.model.reported.flatMap(\.names) == model.reported)
    #expect(written.exampleCount == 20)
    let position = (0..<written.model.dimension).map { 0.1 * Double($0 % 5) - 0.2 }
    #expect(written.model.plainLogDensity(at: position).isFinite)
    #expect(written.description.split(separator: "\n").count <= 20)
  }
}
