import ArgumentParser

/// Which data, with which noise and prior.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A CSV file with a header row, or a NumPy array of rows and columns, which are called x1, x2, … Without it: the \
      embedded diabetes data of Efron et al. (2004).
      """, valueName: "file.csv|.npy"))
  var data: String?

  @Option(help: ArgumentHelp("The column of responses (or, for gaussian-mean, of observations).", valueName: "column"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "The columns of features, separated by commas. Default: every other column (embedded data: sex,bmi,bp,hdl,ltg).",
      valueName: "a,b,..."))
  var features: String?

  @Flag(name: .customLong("no-intercept"), help: "Leave out the column of ones.")
  var noIntercept = false

  @Flag(
    help: """
      Shift and scale each feature to mean 0 and standard deviation 1 (of N, not N − 1); the target keeps its units. \
      The embedded data always are.
      """)
  var standardize = false

  @Option(
    name: .customLong("noise-sd"),
    help: ArgumentHelp(
      "The known noise standard deviation, in the target's units. Default: that of the least-squares residuals.",
      valueName: "x"))
  var noiseStandardDeviation: Double?

  @Flag(
    name: .customLong("unknown-noise"),
    help: """
      The noise is a parameter too, sampled as ln σ with a flat prior. (In a sweep divergences are then between \
      normals with the draws' and the posterior's moments.)
      """)
  var unknownNoise = false

  @Option(
    name: .customLong("prior-sd"),
    help: ArgumentHelp(
      "A normal prior around 0 on every parameter, with this standard deviation (in units of σ with --unknown-noise).",
      valueName: "x"))
  var priorStandardDeviation: Double?

  @Flag(name: .customLong("flat-prior"), help: "A flat prior on every parameter: the default.")
  var flatPrior = false

  func validate() throws {
    for (name, value) in [("--noise-sd", noiseStandardDeviation), ("--prior-sd", priorStandardDeviation)] {
      if let value, !(value > 0 && value.isFinite) {
        throw ValidationError("\(name) must be a positive finite number, not \(value)")
      }
    }
    if unknownNoise, noiseStandardDeviation != nil {
      throw ValidationError("--noise-sd and --unknown-noise exclude each other: give one of them")
    }
    if flatPrior, priorStandardDeviation != nil {
      throw ValidationError("--prior-sd and --flat-prior exclude each other: give one of them")
    }
    for (name, value) in [("--data", data), ("--target", target), ("--features", features)] {
      try refuseEmpty(name, value)
    }
    if data != nil, target == nil { throw ValidationError("--data needs --target, the name of the column to explain") }
  }

  /// The options that were given.
  var given: [String] {
    [
      ("--data", data != nil), ("--target", target != nil), ("--features", features != nil),
      ("--no-intercept", noIntercept), ("--standardize", standardize), ("--noise-sd", noiseStandardDeviation != nil),
      ("--unknown-noise", unknownNoise), ("--prior-sd", priorStandardDeviation != nil), ("--flat-prior", flatPrior),
    ].filter(\.1).map(\.0)
  }

  /// Refuses what means nothing for a model without features.
  func refuseFeatures(for model: String) throws {
    let meaningless: Set = ["--unknown-noise", "--features", "--standardize", "--no-intercept"]
    if let name = given.first(where: meaningless.contains) {
      throw ValidationError("\(name) has no meaning for \(model)")
    }
  }
}
