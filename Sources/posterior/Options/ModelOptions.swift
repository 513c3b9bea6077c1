import ArgumentParser
import PosteriorModels

/// On which data, with which noise, prior and size a model is made.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A CSV file with a header row, which gzip may have compressed, - for standard input, a NumPy array of rows and \
      columns, which are called x1, x2, …, or a folder that 'posterior pack' has made; for \
      regressions also a sparse design, .svm or .npz. Without it: the embedded \
      diabetes data of Efron et al. (2004); for tanh-network those of arXiv:2306.03521, with the paper's \
      settings (--hidden 2 --noise-sd 0.1 --prior-sd 0.224 \
      --batch-size 10).
      """, valueName: "file.csv|.npy|dir"), completion: .file())
  var data: String?

  @Flag(
    name: .customLong("decimal-comma"),
    help: """
      The numbers of a CSV file have decimal commas, so that 1,100 is 1.1. Where commas do not separate the cells, \
      3,14 is 3.14 without this.
      """)
  var decimalComma = false

  @Option(
    help: ArgumentHelp(
      """
      Memory that the rows of a packed set may take, such as 512M or 2G. Where that is too little for linear, logistic \
      or Poisson regression, rows are read as chains want them. Default: half of the machine's.
      """, valueName: "size"))
  var memory: ByteCount?

  @Option(
    help: ArgumentHelp(
      """
      double, or single: the rows of linear, logistic or Poisson regression take half the memory, each number rounded \
      to within 6e-8 of itself. All arithmetic is in double precision. Default: double.
      """, valueName: "double|single"))
  var precision: DesignPrecision?

  @Option(
    help: ArgumentHelp(
      "For a model file: numbers, lists and lists of lists beside the table, in Stan's JSON form.",
      valueName: "file.json"), completion: .file(extensions: ["json"]))
  var constants: String?

  @Option(
    name: .customLong("constant"),
    help: ArgumentHelp("For a model file: a number beside the table; may be given several times.", valueName: "name=x"))
  var constantNumbers: [String] = []

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
      """
      A normal prior around 0 on every parameter, with this standard deviation (in units of σ with --unknown-noise). \
      Default: the model's own, which 'posterior models' shows.
      """, valueName: "x"))
  var priorStandardDeviation: Double?

  @Flag(name: .customLong("flat-prior"), help: "A flat prior on every parameter.")
  var flatPrior = false

  @Option(help: ArgumentHelp("Units in a network's hidden layer. Default: 4.", valueName: "h"))
  var hidden: Int?

  func validate() throws {
    try require("--noise-sd", scale: noiseStandardDeviation)
    try require("--prior-sd", scale: priorStandardDeviation)
    try require("--hidden", atLeast: 1, hidden)
    if unknownNoise, noiseStandardDeviation != nil {
      throw ValidationError("--noise-sd and --unknown-noise exclude each other: give one of them")
    }
    if decimalComma, data == nil { throw ValidationError("--decimal-comma needs --data") }
    if flatPrior, priorStandardDeviation != nil {
      throw ValidationError("--prior-sd and --flat-prior exclude each other: give one of them")
    }
    for (name, value) in [
      ("--data", data), ("--target", target), ("--features", features), ("--constants", constants),
    ] {
      try refuseEmpty(name, value)
    }
  }

  /// The options that were given.
  var given: [ModelOption] {
    let options: [(ModelOption, Bool)] = [
      (.data, data != nil), (.memory, memory != nil), (.precision, precision != nil),
      (.decimalComma, decimalComma), (.constants, constants != nil),
      (.constant, !constantNumbers.isEmpty),
      (.target, target != nil), (.features, features != nil), (.noIntercept, noIntercept),
      (.standardize, standardize), (.noiseStandardDeviation, noiseStandardDeviation != nil),
      (.unknownNoise, unknownNoise), (.priorStandardDeviation, priorStandardDeviation != nil), (.flatPrior, flatPrior),
      (.hidden, hidden != nil),
    ]
    return options.filter(\.1).map(\.0)
  }
}

/// The options of a model, which not every model takes.
enum ModelOption: String {
  case data = "--data"
  case decimalComma = "--decimal-comma"
  case memory = "--memory"
  case precision = "--precision"
  case constants = "--constants"
  case constant = "--constant"
  case target = "--target"
  case features = "--features"
  case noIntercept = "--no-intercept"
  case standardize = "--standardize"
  case noiseStandardDeviation = "--noise-sd"
  case unknownNoise = "--unknown-noise"
  case priorStandardDeviation = "--prior-sd"
  case flatPrior = "--flat-prior"
  case hidden = "--hidden"

  /// What names the table.
  static let table: Set<ModelOption> = [.data, .decimalComma]
  /// How rows are kept.
  static let rows: Set<ModelOption> = [.memory, .precision]
  /// What selects the inputs of a network.
  static let inputs: Set<ModelOption> = [.features, .standardize]
  /// What selects the design of a regression.
  static let design = inputs.union([.noIntercept])
  /// What has no meaning without columns to choose from.
  static let columns = design.union([.target])
}

extension DesignPrecision: ExpressibleByArgument {}
