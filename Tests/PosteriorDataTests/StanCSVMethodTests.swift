import Foundation
import Fuzzing
import PosteriorData
import Testing

/// Files of every method, in the forms in which CmdStan 2.23 to 2.39 and RStan write them, shortened.
@Suite struct StanCSVMethodTests {
  @Test(
    arguments: [
      (StanFiles.rstan, [1, 2, 3, 4]), (StanFiles.variational, [0.230751, 0.30605, 0.455273]),
      (StanFiles.pathfinder, [0.271327, 0.145419]),
      (StanFiles.laplace, [1.5472822, 2.0897779, 2.0593191, 3.15055]), (StanFiles.quantities, [0, 0, 0, 1]),
      (StanFiles.fixed("fixed_param"), [7, 8]),
      (StanFiles.fixed("hmc (Default)"), [7, 8]),
      ("# warmup=4\n# save_warmup=1\nlp__,mu\n0,9\n0,8\n0,7\n0,6\n0,1\n0,4\n", [1, 4]),
      ("# output_samples=1\nlp__,log_p__,log_g__,mu\n0,0,0,9\n0,-1,-1,2\n", [2]),
      ("# sampler_t=Fixed_param\n# warmup=4\n# save_warmup=1\nmu\n1\n", [1]),
    ] as [(String, [Double])]) func drawsAreThoseOfThePosterior(_ text: String, _ values: [Double]) throws
  {
    for text in [text, "\u{FEFF}" + text, text.replacing("\n", with: "\r\n")] {
      let file = try StanCSV(text: text, source: "x.csv")
      #expect(file.draws.values == values)
      #expect(file.warnings == [])
    }
  }

  @Test func rstansMeanIsThatOfTheDraws() throws {
    let draws = try StanCSV(text: StanFiles.rstan, source: "x.csv").draws
    #expect(draws.values.reduce(0, +) / Double(draws.drawsPerChain) == 2.5)
  }

  static let optimize = "# method = optimize\n#   optimize\n#     save_iterations = 1\nlp__,x\n-3,1\n-2,2\n"
  static let diagnose = "# method = diagnose\n#   diagnose\n# \n#  Log probability=-88.1497\n"
  static let densities = "# method = log_prob\nlp__,g_x\n-3,1\n"
  static let objective = "# method = variational\niter,time_in_seconds,ELBO\n100,0.1,-9\n"
  static let diagnostic = "# method = sample\nlp__,accept_stat__,a,b.1,p_a,p_b.1,g_a,g_b.1\n-3,1,1,2,3,4,5,6\n"

  @Test(arguments: [
    (optimize, "of the method optimize, which looks for a mode"),
    (diagnose, "of the method diagnose, which tests gradients"),
    (densities, "of the method log_prob, which evaluates densities"),
    (objective, "variational inference's record of its objective"),
    (diagnostic, "a diagnostic file, of momenta and gradients"),
    ("# method = nested\na\n1\n", "of the method \"nested\", which is not known"),
  ])
  func rowsThatAreNotDrawsAreRefused(_ text: String, _ reason: String) {
    #expect(
      message { _ = try StanCSV(text: text, source: "x.csv") }
        == "x.csv: the rows are not draws: the file is \(reason); name a file of draws")
  }

  @Test(arguments: [
    (
      "# num_warmup = 3\n# save_warmup = 1\na\n1\n2\n",
      "the run is still in its warm-up: there are 2 of its 3 rows, and no draws"
    ),
    (
      "# num_warmup = 2\n# save_warmup = 1\na\n1\n2\n3",
      "the run is still in its warm-up: there are 2 of its 2 rows, and no draws; a row without a newline at its end may "
        + "be cut off, and does not count"
    ),
    ("# method = variational\nlog_g__,a\n0,1\n", "there are no draws below the column names"),
    (
      "# num_samples = 2\n# thin = 2\na\n1\n2\n",
      "there are 2 draws where the header says 1; two runs may have been written into one file"
    ),
    (
      "# num_warmup = 3\n# save_warmup = 1\na\n1\n2\n# Adaptation terminated\n3\n4\n",
      "the header says 3 rows of warm-up where adaptation ends after 2; the file is damaged"
    ),
    ("a,x.1,x[1]\n1,2,3\n", "two columns are named \"x[1]\"; give each a name of its own"),
  ])
  func filesThatAreNotWholeAreRefused(_ text: String, _ problem: String) {
    let line = problem.hasPrefix("two columns") ? ", line 1" : ""
    #expect(message { _ = try StanCSV(text: text, source: "x.csv") } == "x.csv\(line): \(problem)")
  }

  /// A number that a file's end cuts is none: 12 of 123.
  @Test func aCutRowIsLeftOut() throws {
    let file = try StanCSV(text: "# num_samples = 3\na,b\n1,2\n3,4\n5,12", source: "x.csv")
    #expect(file.draws.values == [1, 2, 3, 4])
    #expect(
      file.warnings == [
        "x.csv, line 5: the last row has no newline at its end, so that it may be cut off: it is left out",
        "x.csv: the run was not finished: there are 2 of 3 draws",
      ])
    #expect(try StanCSV(text: "a,b\n1,2\n3", source: "x.csv").draws.values == [1, 2])
  }

  @Test(arguments: [
    "num_samples", "num_warmup", "thin", "iter", "warmup", "output_samples", "draws", "num_draws", "num_paths", "id",
    "seed",
  ])
  func numbersOfTheHeaderAreChecked(_ key: String) {
    for number in ["9223372036854775807", "-9223372036854775808", "99999999999999999999", "0", "-1", "x", "", "1e9"] {
      for method in ["", "# method = variational\n", "# method = laplace\n", "# method = pathfinder\n"] {
        for rest in ["", "# save_warmup = 1\n", "# save_warmup = 1\n# num_warmup = 9223372036854775807\n# thin = 3\n"] {
          let text = "# \(key) = \(number)\n\(method)\(rest)a,b\n1,2\n3,4\n"
          do throws(DataError) { _ = try StanCSV(text: text, source: "x.csv") } catch {
            #expect(error.description.hasPrefix("x.csv: "))
          }
        }
      }
    }
  }

  @Test func quotedNamesAndRowNumbersAreRead() throws {
    let text = "\"\",\"lp__\",\"mu\",\"theta.1\"\n\"1\",-1,2,3\n\"2\",-1,4,5\n"
    let file = try StanCSV(text: text, source: "x.csv")
    #expect(file.draws.parameterNames == ["mu", "theta[1]"] && file.draws.values == [2, 3, 4, 5])
  }
}
