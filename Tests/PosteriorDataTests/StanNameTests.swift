import PosteriorData
import PosteriorNumerics
import Testing

/// What is written under a name is read under it.
@Suite struct StanNameTests {
  /// Writes a draw under these names and reads it.
  private func roundTrip(_ names: [String]) throws -> StanCSV {
    try withFile([]) { path in
      var writer = try StanCSVWriter(
        to: path, columnNames: names, model: "m", chain: 0, count: 1,
        run: .init(sampler: "s", seed: 1, burnIn: 0, thinning: 1))
      try writer.append(names.indices.map(Double.init))
      try writer.finish()
      return try StanCSV(contentsOf: [path])
    }
  }

  @Test(arguments: [
    ["a", "a,b__"], ["a", "x\n__"], ["a", "lp__"], ["a", "energy__", "x__"], ["2019", "2020"], ["125[2]", "126[3]"],
    ["x.1", "x[1]"], ["1e5", "-1", "+2.5", ".5"], ["a", "__"], ["a", "x__[1]"], ["#", "##"], ["\u{FEFF}a"],
    [" \u{301}a", "a \u{301}"], ["\u{600}[1]", "\u{600}.1"], ["%2", "%", "%+5"],
    ["a]", "[1]", "a[1]]", "a[1,]", "a[01]"],
    ["a\r\nb", "a\u{2028}b", "a\u{85}"], ["\"", "\"\""], ["nan", "inf"], ["a[1]", "a[2]", "a[1,1]"],
  ])
  func namesComeBack(_ names: [String]) throws {
    let file = try roundTrip(names)
    #expect(file.draws.parameterNames == names && file.statistics?.parameterNames == ["lp__"])
    #expect(file.draws.parameterNames.map { Array($0.utf8) } == names.map { Array($0.utf8) })
    #expect(file.draws.values == names.indices.map(Double.init))
  }

  /// The sampler's columns come first; a parameter of the same name comes after them.
  @Test func samplersColumnsAreTold() throws {
    let file = try roundTrip(["lp__", "energy__", "a", "lp__", "b__"])
    #expect(file.statistics?.parameterNames == ["lp__", "energy__"])
    #expect(file.draws.parameterNames == ["a", "lp__", "b__"] && file.draws.values == [2, 3, 4])
  }

  @Test(arguments: 0..<500 as Range<UInt64>) func randomNamesComeBack(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let pieces = [
      "a", "x", "1", "2", "0", ".", ",", "[", "]", "[1]", "[2,3]", "__", "_", "%", "%2E", "\"", "#", " ", "\n", "\r",
      "\t",
      "é", "\u{301}", "\u{600}", "\u{200D}", "\u{2028}", "\u{85}", "-", "e5", "\u{1F600}", "\0", "nan",
    ]
    var names: [String] = ["p"]
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let length = Int.random(in: 1...5, using: &random)
      let name = (0..<length).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      if !names.contains(name) { names.append(name) }
    }
    #expect(try roundTrip(names).draws.parameterNames.map { Array($0.utf8) } == names.map { Array($0.utf8) })
  }

  /// Percent signs of another writer that encode nothing stay.
  @Test func othersPercentSignsStay() throws {
    let file = try StanCSV(text: "50%,a%+5,b%FF,c%zz\n1,2,3,4\n", source: "x.csv")
    #expect(file.draws.parameterNames == ["50%", "a%+5", "b%FF", "c%zz"])
  }
}
