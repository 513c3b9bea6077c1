@testable import PosteriorData
import PosteriorDiagnostics
import Testing

/// Names on their way into paths, and parameters as arrays.
struct ExportNameTests {
  @Test func namesAreSafeInPaths() {
    for (name, safe) in [
      ("theta", "theta"), ("β", "β"), ("ln σ", "ln σ"), ("a.b", "a.b"), ("x[1]", "x[1]"), ("", "%"), (".", "%2E"),
      ("..", "%2E%2E"), ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd"), (".zattrs", "%2Ezattrs"), ("a/b", "a%2Fb"),
      ("a\\b", "a%5Cb"), ("100%", "100%25"), ("%2F", "%252F"), ("a\nb\u{0}", "a%0Ab%00"), ("\u{1B}[2J", "%1B[2J"),
      ("\u{202E}x", "%E2%80%AEx"), (" x ", "%20x%20"), ("__init", "%5F_init"), ("x.", "x%2E"), ("x__", "x__"),
      ("_", "%5F"), ("_x", "_x"),
    ] {
      #expect(ExportNames.safe(name) == safe, "\(name.debugDescription)")
    }
    let (long, other) = (String(repeating: "μ", count: 5000), String(repeating: "μ", count: 5001))
    for name in [long, other] { #expect(ExportNames.safe(name).utf8.count <= 200) }
    #expect(ExportNames.safe(long) != ExportNames.safe(other) && ExportNames.safe(long).hasPrefix("μμμ"))
  }

  @Test func namesAreDifferent() {
    let draws = ExportArray.ofDraws
    func variable(_ name: String, _ own: [String] = []) -> ExportArray {
      ExportArray(name, draws + own, [1, 1] + own.map { _ in 1 }, .numbers([0]))
    }
    let group = ExportGroup(
      "posterior", attributes: [:],
      coordinates: [.coordinate("chain", .integers([0]), count: 1), .coordinate("a/b", .text(["x"]), count: 1)],
      variables: [variable("chain"), variable("a/b"), variable("v", ["a/b"]), variable("v"), variable("v_")])
    #expect(group.arrays.map(\.name) == ["chain", "a%2Fb", "chain_", "a%2Fb_", "v", "v_", "v__"])
    #expect(group.arrays[4].dimensions == ["chain", "draw", "a%2Fb"] && group.arrays[1].isCoordinate)
    let titles = group.arrays.map { $0.attributes["name"] }
    #expect(titles == [nil, .text("a/b"), .text("chain"), .text("a/b"), nil, .text("v"), .text("v_")])
  }

  private func gathered(_ names: [String], _ factors: [String: String] = [:]) -> [String] {
    ParameterArray.gathered(names, factors: factors).map { array in
      let dimensions = array.dimensions.map { name, levels in
        switch levels {
        case .numbers(let numbers): "\(name)=\(numbers)"
        case .text(let text): "\(name)=\(text)"
        }
      }
      return ([array.name] + dimensions + ["\(array.columns)"]).joined(separator: " ")
    }
  }

  @Test func elementsAreArrays() {
    #expect(
      gathered(["mu", "theta[a]", "theta[b, c]", "tau"], ["theta": "school"])
        == ["mu [0]", "theta school=[\"a\", \"b, c\"] [1, 2]", "tau [3]"])
    #expect(gathered(["x[1]", "x[2]", "x[10]"]) == ["x x_dim_0=[1, 2, 10] [0, 1, 2]"])
    #expect(gathered(["x[2]", "x[1]"]) == ["x x_dim_0=[1, 2] [1, 0]"])
    // A matrix comes column by column, as Stan writes it.
    #expect(
      gathered(["L[1,1]", "L[2,1]", "L[1,2]", "L[2,2]", "L[1,3]", "L[2,3]"])
        == ["L L_dim_0=[1, 2] L_dim_1=[1, 2, 3] [0, 2, 4, 1, 3, 5]"])
    #expect(
      gathered(["β[1,intercept]", "β[1,bmi]", "β[2,intercept]", "β[2,bmi]"])
        == ["β β_dim_0=[1, 2] β_dim_1=[\"intercept\", \"bmi\"] [0, 1, 2, 3]"])
    // The levels of a factor are texts, whatever they look like.
    #expect(gathered(["t[2,1]", "t[1,1]"], ["t": "f"]) == ["t f=[\"2,1\", \"1,1\"] [0, 1]"])
  }

  @Test func otherNamesAreLeftAlone() {
    #expect(
      gathered(["age[years]", "mean(y)", "a]", "[1]"]) == ["age[years] [0]", "mean(y) [1]", "a] [2]", "[1] [3]"])
    // A hole, and a number beside a vector.
    #expect(gathered(["L[1,1]", "L[2,2]"]) == ["L[1,1] [0]", "L[2,2] [1]"])
    #expect(gathered(["x", "x[1]", "x[2]"]) == ["x [0]", "x x_dim_0=[1, 2] [1, 2]"])
    #expect(gathered(["x[1,2]", "x[1]"]) == ["x[1,2] [0]", "x[1] [1]"])
    #expect(gathered(["x[01]", "x[1]"]) == ["x[01] [0]", "x[1] [1]"])
    let far = "x[999999999,999999999]"
    #expect(gathered([far, "x[1,1]"]) == [far + " [0]", "x[1,1] [1]"])
    #expect(gathered(["x[]", "x[,]"]) == ["x[] [0]", "x[,] [1]"])
  }

  @Test func columnsOfSamplersHaveArviZsNames() throws {
    let names = ["lp__", "accept_stat__", "treedepth__", "n_leapfrog__", "divergent__", "energy__", "other__"]
    let statistics = Draws(
      parameterNames: names, chainCount: 2, values: [.nan, 0.5, 3, 7, 0, 1.5, 2, .nan, 1, 2.5, 3, 1, 2.5, 3])
    let variables = SampleStatistics.variables(statistics)
    #expect(variables.map(\.name) == ["acceptance_rate", "tree_depth", "n_steps", "diverging", "energy", "other"])
    #expect(variables.map(\.type) == [.number, .number, .integer, .flag, .number, .number])
    #expect(try Array(variables[3].bytes(ofRows: 0..<2, as: .flag)) == [0, 1])
  }

  private static func text(_ alphabet: String, _ random: inout GSLRandom) -> String {
    let characters = Array(alphabet)
    return String(
      (0..<Int(8 * random.uniform())).map { _ in characters[Int(Double(characters.count) * random.uniform())] })
  }

  /// Whatever the names, every column is in one array, in one place, and dimensions fit.
  @Test func noColumnIsLost() {
    var random = GSLRandom(seed: 12)
    for _ in 0..<3000 {
      let names = Array(Set((0..<6).map { _ in "x" + Self.text("[]],12", &random) })).sorted()
      let arrays = ParameterArray.gathered(names, factors: random.uniform() < 0.3 ? ["x": "f"] : [:])
      #expect(arrays.flatMap(\.columns).sorted() == Array(names.indices), "\(names)")
      for array in arrays {
        #expect(array.columns.count == array.dimensions.reduce(1) { $0 * $1.levels.count }, "\(names)")
      }
    }
  }

  /// Whatever the names, each is a folder's of its own, and no other's.
  @Test func anyNamesAreFolders() {
    var random = GSLRandom(seed: 13)
    for _ in 0..<3000 {
      var names = ExportNames()
      let made = (0..<8).map { _ in names.add(Self.text("./\\%_ a\n\u{0}\u{7F}\u{202E}é2E", &random)) }
      #expect(Set(made).count == made.count)
      for name in made {
        #expect(!name.isEmpty && name != "." && name != ".." && !name.hasPrefix(".") && !name.hasPrefix("__"))
        #expect(!name.unicodeScalars.contains { "/\\\n\u{0}\u{7F}\u{202E}".unicodeScalars.contains($0) }, "\(name)")
      }
    }
  }
}
