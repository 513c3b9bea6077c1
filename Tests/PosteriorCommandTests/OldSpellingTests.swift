import Testing

/// Every spelling that is no more gives one line that names the new one.
@Suite struct OldSpellingTests {
  static let spellings: [(arguments: [String], words: [String])] = [
    (["sweep", "--model", "gaussian-mean"], ["--model is no more", "posterior sweep gaussian-mean"]),
    (["stationary", "--model=linear-regression"], ["--model is no more", "posterior stationary gaussian-mean"]),
    (["sample", "--model", "gaussian-mean"], ["--model is no more", "posterior sample gaussian-mean"]),
    (["sweep", "--burn-in", "10"], ["--burn-in is no more", "--warm-up", "--warm-up-epochs"]),
    (["stationary", "--burn-in", "10"], ["--burn-in is no more", "--warm-up", "--warm-up-epochs"]),
    (["sample", "linear-regression", "--burn-in", "10"], ["--burn-in is no more", "--warm-up"]),
    (["stationary", "--steps", "20000"], ["--steps is no more", "--draws", "--epochs"]),
    (["stationary", "--feature", "x"], ["--feature is no more", "--features"]),
    (["stationary", "--l2", "0.001"], ["--l2 is no more", "--prior-sd", "σ/√(Nλ)"]),
    (["stationary", "nonlinear-regression"], ["'nonlinear-regression' is called tanh-network now"]),
    (["stationary", "mlp"], ["'mlp' is called network-classifier now"]),
    (["stationary", "logistic"], ["'logistic' is called logistic-regression now"]),
    (["sample", "mlp"], ["'mlp' is called network-classifier now"]),
    (["compare", "draws", "--model", "logistic"], ["'logistic' is called logistic-regression now"]),
  ]

  @Test(arguments: spellings) func namesTheNewOne(_ arguments: [String], _ words: [String]) throws {
    let command = try Command(arguments)
    #expect(command.status == 64 && command.output.isEmpty)
    #expect(command.errors.split(separator: "\n").count == 1, "\(command.errors)")
    for word in words { #expect(command.errors.contains(word), "\(word) in: \(command.errors)") }
  }

  /// What only looks like an old spelling is a value, or follows the end of options.
  @Test func valuesAreNotSpellings() throws {
    let command = try Command(["sample", "linear-regression", "--features", "mlp", "--draws", "30", "--quiet"])
    #expect(command.status == 65 && command.errors.contains("mlp"))
  }
}
