import Foundation
import PosteriorData
import PosteriorDiagnostics
import Testing

@Suite struct DiagnoseCommandTests {
  /// A chain's file; its energies follow an autoregression, so that E-BFMI is 2(1 − ρ) on average.
  static func chain(_ folder: TemporaryFolder, _ seed: UInt64, correlation: Double, divergent: Int = 0) throws -> String
  {
    var random = GSLRandom(seed: seed)
    var energy = random.normal()
    let rows = (0..<1000).map { i in
      energy = correlation * energy + (1 - correlation * correlation).squareRoot() * random.normal()
      return "\(energy),\(i < divergent ? 1 : 0),\(random.normal())"
    }
    return try folder.write((["energy__,divergent__,a"] + rows).joined(separator: "\n"), to: "\(seed).csv")
  }

  @Test func energiesAndDivergences() throws {
    let folder = try TemporaryFolder()
    let files = [
      try Self.chain(folder, 1, correlation: 0), try Self.chain(folder, 2, correlation: 0.95, divergent: 3),
    ]
    let summary = try SampleCommandTests.summary(Command(["diagnose", "--format", "json"] + files))
    #expect(summary.divergences == [0, 3])
    let fractions = try #require(summary.eBFMI)
    // The standard errors are about 0.06 and 0.02.
    #expect(abs(fractions[0] - 2) < 0.25 && abs(fractions[1] - 0.1) < 0.08)
    let energies = try #require(try StanCSV(contentsOf: files).statistics).column(0, chain: 1)
    #expect(fractions[1] == energyFractionOfMissingInformation(energies))
    let table = try Command(["diagnose"] + files)
    #expect(table.output.contains("E-BFMI below 0.3: chain 2.") && table.output.contains("3 trajectories diverged"))
  }

  /// One file is one chain, by whatever names.
  @Test func noFileIsTwoChains() throws {
    let folder = try TemporaryFolder()
    let file = try Self.chain(folder, 1, correlation: 0)
    try FileManager.default.createSymbolicLink(atPath: folder.file("link.csv"), withDestinationPath: file)
    for words in [[file, file], [file, folder.file("link.csv")], [folder.url.path, file]] {
      for subcommand in ["diagnose", "report"] {
        let command = try Command([subcommand] + words)
        #expect(command.status == 65 && command.errors.contains("is named twice"), "\(command.errors)")
      }
    }
  }

  /// Draws beyond the memory are read some parameters at a time, and give the same summary to the bit: of chains of
  /// unequal lengths, behind a warm-up.
  @Test func drawsBeyondMemoryAreReadByParts() throws {
    let folder = try TemporaryFolder()
    var random = GSLRandom(seed: 3)
    let header = "# method = sample (Default)\n#   num_samples = 3000\n#   num_warmup = 100\n#   save_warmup = 1\n"
    let files = try [3000, 2400].enumerated().map { chain, count in
      let rows = (0..<100 + count).map { _ in random.normals(14).map { "\($0)" }.joined(separator: ",") }
      let names = ["lp__", "energy__"] + (1...11).map { "b.\($0)" } + ["s"]
      return try folder.write(
        header + ([names.joined(separator: ",")] + rows).joined(separator: "\n") + "\n", to: "\(chain).csv")
    }
    let whole = try Command(["diagnose", "--threads", "2", "--format", "json"] + files)
    #expect(whole.errors.contains("2400 to 3000 draws"))
    for memory in ["1M", "2M"] {
      let parts = try Command(["diagnose", "--threads", "2", "--format", "json", "--memory", memory] + files)
      #expect(parts.status == 0 && parts.output == whole.output && parts.errors == whole.errors)
    }
    #expect(try Command(["diagnose", "--memory", "1M"] + files).output == Command(["diagnose"] + files).output)
  }

  /// What is wrong anywhere in the files is found before any part is summed up.
  @Test func partsAreHeldToBeDraws() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<20_000).map { "\($0 * 37 % 101),\($0 % 7),\($0 == 19_998 ? "x" : "1")" }
    let file = try folder.write((["a,b,c"] + rows).joined(separator: "\n") + "\n", to: "bad.csv")
    let run = try Command(["diagnose", "--memory", "1M", file])
    #expect(run.status == 65 && run.errors.contains("line 20000, column \"c\": \"x\" is not a number"), "\(run.errors)")
    let good = (["a,b,c"] + rows.dropLast(2)).joined(separator: "\n") + "\n"
    let files = try [
      folder.write(good, to: "1.csv"), folder.write(good.replacing("a,b,c", with: "a,b,d"), to: "2.csv"),
    ]
    let other = try Command(["diagnose", "--memory", "1M"] + files)
    #expect(other.status == 65 && other.errors.contains("the columns are not those of"), "\(other.errors)")
  }

  @Test func othersAreLeftOut() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<100).map { "\($0 * 37 % 101)" }
    let file = try folder.write((["a"] + rows).joined(separator: "\n"), to: "plain.csv")
    let json = try Command(["diagnose", "--format", "json", file]).json()
    #expect(Set(json.keys) == ["chains", "drawsPerChain", "parameters"])
    #expect(try !Command(["diagnose", file]).output.contains("E-BFMI"))
    // Energies that never change have no fraction.
    let equal = try folder.write((["energy__,a"] + rows.map { "1,\($0)" }).joined(separator: "\n"), to: "equal.csv")
    let command = try Command(["diagnose", "--format", "json", equal])
    #expect(try command.json()["eBFMI"] as? [NSNull] == [NSNull()])
    #expect(try SampleCommandTests.summary(command).eBFMI?.first?.isNaN == true)
  }

  /// A mean far from 0 has the digits that its Monte Carlo error leaves, and so have quantiles.
  @Test func digitsAreThoseOfTheError() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<2000).map { i in "\(-52_000.125 + 0.0077 * (Double(i * 773 % 2000) / 1000 - 1))" }
    let file = try folder.write((["a"] + rows).joined(separator: "\n") + "\n", to: "far.csv")
    let words = try #require(try Command(["diagnose", file]).output.firstMatch(of: /\na +(.*)/)).1.split(separator: " ")
    let numbers = words.compactMap { Double($0) }
    // The mean, 5 %, the median, 95 %.
    for (place, value) in [(0, -52_000.125), (4, -52_000.13193), (5, -52_000.125), (6, -52_000.11807)] {
      #expect(abs(numbers[place] - value) < 1e-4, "\(words)")
      #expect(words[place].count > "-52000.125".count, "\(words)")
    }
  }

  /// Draws whose squares are no numbers are not the same in every draw.
  @Test func smallDrawsAreDifferent() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<200).map { i in "\(i * 37 % 101)e-300,\(i * 83 % 199)e300" }
    let file = try folder.write((["small,large"] + rows).joined(separator: "\n") + "\n", to: "a.csv")
    let command = try Command(["diagnose", file, "--format", "json"])
    let parameters = try #require(try command.json()["parameters"] as? [[String: Any]])
    for (parameter, (factor, period, unit)) in zip(parameters, [(37, 101, 1e-300), (83, 199, 1e300)]) {
      let numbers: [Double] = (0..<200).map { Double($0 * factor % period) }
      let mean: Double = numbers.reduce(0, +) / 200
      let squares: Double = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / 199).squareRoot()
      func number(_ key: String) throws -> Double { try #require(parameter[key] as? Double) / unit }
      #expect(try abs(number("mean") / mean - 1) < 1e-12 && abs(number("sd") / deviation - 1) < 1e-12)
      #expect(try number("mcseMean") > 0 && number("mcseSD") > 0)
    }
    #expect(try !Command(["diagnose", file]).output.contains("The same in every draw"))
  }

  /// Of a constant, of one NaN draw and of a single chain it is not said that the chains do not agree.
  @Test func whatIsNotDisagreementIsNotCalledSo() throws {
    let folder = try TemporaryFolder()
    let files = try (1...2).map { chain in
      let rows = (0..<200).map { i in "3,\(chain),\(i == 7 && chain == 1 ? "nan" : "\(i * 37 % 101)"),\(i * 83 % 199)" }
      return try folder.write((["same,apart,gap,ok"] + rows).joined(separator: "\n") + "\n", to: "\(chain).csv")
    }
    let (two, one) = (try Command(["diagnose"] + files), try Command(["diagnose", files[0]]))
    #expect(two.output.contains("Not finite in some draws: gap. What is said of these tells nothing.\n"))
    #expect(two.output.contains("The same in every draw: same.\n"))
    #expect(two.output.contains("R-hat above 1.01: apart. The chains do not agree: run longer.\n"))
    #expect(one.output.contains("The same in every draw: same, apart.\n") && !one.output.contains("do not agree"))
    // An infinite R-hat is JSON's largest number, one that is not defined null.
    let json = try Command(["diagnose", "--format", "json"] + files).json()
    let values = try #require(json["parameters"] as? [[String: Any]]).map { $0["rHat"] as? Double }
    #expect(values[0] == nil && values[1] == .greatestFiniteMagnitude && values[2] == nil && values[3] != nil)
  }
}
