import Fuzzing
import Testing

@testable import PosteriorModels

/// Each error with its exact text and place.
@Suite struct LanguageErrorTests {
  @Test(arguments: LanguageErrorCases.all)
  func saysWhatIsWrong(_ wrong: LanguageErrorCase) {
    #expect(modelError(wrong.text) == wrong.error, "\(wrong.text)")
  }

  private let prior = "mu ~ normal(0, 1)\n"

  @Test func tableWithoutRows() {
    let table = ModelTable(file: "empty.csv", rowCount: 0, columns: [.init(name: "y", cells: .numbers([]))])
    #expect(modelError(prior, table) == "m.model:1:1: the table empty.csv has no rows")
  }

  @Test func brokenTables() {
    let y = ModelTable.Column(name: "y", cells: .numbers([1, 2]))
    let twice = ModelTable(file: "t.csv", rowCount: 2, columns: [y, y])
    #expect(modelError(prior, twice) == "m.model:1:1: t.csv has two columns named y")
    let short = ModelTable(file: "t.csv", rowCount: 3, columns: [y])
    #expect(modelError(prior, short) == "m.model:1:1: y of t.csv has 2 cells for 3 rows")
    let both = ModelTable(file: "t.csv", rowCount: 2, columns: [y], constants: [.init(name: "y", numbers: [1])])
    #expect(modelError(prior, both) == "m.model:1:1: y is a column of t.csv and a constant too; rename one of them")
    let ragged = ModelTable(
      file: "t.csv", rowCount: 2, columns: [y], constants: [.init(name: "m", sizes: [2, 2], numbers: [1])])
    #expect(modelError(prior, ragged) == "m.model:1:1: the constant m is no number, vector or matrix")
  }

  @Test func examplesOfTheLanguage() {
    let text = "mu ~ normal(0, 5)\ntheta[school] ~ normal(mu, 1)\n\ny ~ normal(theta, sigma)"
    #expect(
      modelError(text, LanguageTables.schools, "eight_schools.model")
        == "eight_schools.model:4:12: theta has one value a school (8 levels); write theta[school]")
    let cells = (0..<20).map { Double($0 + 1) }
    let table = ModelTable(
      file: "schools.csv", rowCount: 20,
      columns: [
        .init(name: "y", cells: .numbers(cells)),
        .init(name: "sigma", cells: .numbers(cells, isMissing: cells.map { $0 == 17 })),
      ])
    #expect(
      modelError("mu ~ normal(0, 5)\n\n\ny ~ normal(mu, sigma)", table, "eight_schools.model")
        == "schools.csv row 17: sigma is missing, used at eight_schools.model:4:16")
  }

  @Test func longTextIsRefused() {
    let text = String(repeating: "# a\n", count: 300_000)
    #expect(modelError(text) == "m.model:262145:1: the text is longer than 1 MiB; a model is shorter")
  }
}
