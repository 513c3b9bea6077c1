import Foundation
import Testing

/// Every mistake is one line that says what is wrong, where, and what would be right; and a non-zero exit.
@Suite struct BadInputTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    var file: String? = nil
    let status: Int32
    let words: [String]

    var testDescription: String { arguments.joined(separator: " ") + (file.map { " <\($0.prefix(40))>" } ?? "") }
  }

  static func data(_ text: String, _ arguments: [String] = [], words: [String]) -> Mistake {
    Mistake(arguments: ["--target", "y"] + arguments, file: text, status: 65, words: words)
  }

  static let good = "a,b,y\n1,2,3\n2,7,4\n3,1,9\n4,4,7\n5,9,2\n"

  static let mistakes: [Mistake] = [
    Mistake(
      arguments: ["--data", "/no/such.csv", "--target", "y"], status: 65, words: ["/no/such.csv", "no such file"]),
    Mistake(arguments: ["--data", "/tmp", "--target", "y"], status: 65, words: ["/tmp", "directory"]),
    data("", words: ["data.csv", "empty"]),
    data("a,b,y\n", words: ["data.csv", "no rows"]),
    data("a,b,y\n1,2,3\n", words: ["data.csv", "only one row"]),
    data("a,b,y\n1,2,3\n4,5\n", words: ["line 3", "2 cells", "3 columns"]),
    data("a,b,y\n1,2,3\n4,x,5\n", words: ["line 3", "\"b\"", "\"x\"", "not a number"]),
    data("a,b,y\n1,2,3\n4,,5\n", words: ["line 3", "\"b\"", "empty"]),
    data("a,b,y\n1,NaN,3\n4,1,5\n", words: ["line 2", "\"b\"", "NaN"]),
    data("a,b,y\n1,2,inf\n4,1,5\n", words: ["line 2", "\"y\""]),
    data("a,b,z\n1,2,3\n4,1,5\n", words: ["no column \"y\"", "\"a\", \"b\", \"z\""]),
    data(good, ["--features", "a,c"], words: ["no column \"c\""]),
    data(good, ["--features", "a,a"], words: ["\"a\"", "twice"]),
    data(good, ["--features", "y"], words: ["\"y\"", "target"]),
    data("a,y\n1,2\n1,3\n1,5\n1,4\n", words: ["data.csv", "'a'", "constant"]),
    data("a,y\n1,2\n1,3\n1,5\n1,4\n", ["--standardize"], words: ["data.csv", "\"a\"", "standardised"]),
    data("a,b,y\n1,2,3\n2,4,4\n3,6,9\n4,8,7\n", words: ["data.csv", "'b'", "linear combination"]),
    data("a,b,y\n1,2,3\n2,5,4\n", words: ["data.csv", "too few"]),
    data(good, ["gaussian-mean", "--features", "a"], words: ["--features"]).usage,
    Mistake(arguments: ["--data", "x.csv"], status: 64, words: ["--target"]),
    Mistake(arguments: ["--data", "", "--target", "y"], status: 64, words: ["--data is empty"]),
    data(good, ["--features", ""], words: ["--features is empty"]).usage,
    Mistake(arguments: ["--target", " "], status: 64, words: ["--target is empty"]),
    Mistake(arguments: ["--output", ""], status: 64, words: ["--output is empty"]),
    Mistake(arguments: ["--plot", ""], status: 64, words: ["--plot is empty"]),
    Mistake(arguments: ["--batch-size", "0"], status: 64, words: ["--batch-size", "at least 1"]),
    Mistake(arguments: ["--batch-size", "443"], status: 64, words: ["--batch-size 443", "442"]),
    Mistake(arguments: ["--batch-size", "two"], status: 64, words: ["--batch-size", "two"]),
    Mistake(arguments: ["--learning-rates", "0"], status: 64, words: ["--learning-rates", "positive"]),
    Mistake(arguments: ["--learning-rates=-1e-3"], status: 64, words: ["--learning-rates", "positive"]),
    Mistake(arguments: ["--learning-rates", "nan"], status: 64, words: ["--learning-rates", "nan"]),
    Mistake(arguments: ["--learning-rates", "inf"], status: 64, words: ["--learning-rates", "finite"]),
    Mistake(arguments: ["--learning-rates", ""], status: 64, words: ["--learning-rates", "at least one"]),
    Mistake(arguments: ["--learning-rates", "1,,2"], status: 64, words: ["--learning-rates"]),
    Mistake(arguments: ["--learning-rates", "1,1.0"], status: 64, words: ["twice"]),
    Mistake(arguments: ["--learning-rates", "geometric:1:2"], status: 64, words: ["geometric:LOW:HIGH:COUNT"]),
    Mistake(arguments: ["--learning-rates", "geometric:2:1:3"], status: 64, words: ["LOW"]),
    Mistake(arguments: ["--against", "cost", "--samplers", "exact"], status: 64, words: ["exact", "no gradients"]),
    Mistake(arguments: ["--against", "cost", "--epochs", "9"], status: 64, words: ["--evaluations", "--epochs"]),
    Mistake(arguments: ["--against", "cost", "--theory"], status: 64, words: ["--theory", "--against cost"]),
    Mistake(arguments: ["--against", "cost", "--estimator", "coupled"], status: 64, words: ["--estimator coupled"]),
    Mistake(arguments: ["--against", "cost", "--evaluations", "1"], status: 64, words: ["at least 2"]),
    Mistake(arguments: ["--against", "time"], status: 64, words: ["--against", "time"]),
    Mistake(arguments: ["--evaluations", "1000"], status: 64, words: ["--evaluations", "--against cost"]),
    Mistake(arguments: ["--samplers", "sgd"], status: 64, words: ["'sgd'", "sgld, sgworld"]),
    Mistake(arguments: ["--output", "a.svg", "--plot", "./a.svg"], status: 64, words: ["--output and --plot"]),
    Mistake(arguments: ["--samplers", "hmc"], status: 64, words: ["hmc", "no learning rate", "--against cost"]),
    Mistake(arguments: ["--samplers", "fresh/minibatch"], status: 64, words: ["BATCHING/GRADIENT/INTEGRATOR"]),
    Mistake(arguments: ["--samplers", "fresh/minibatch/euler"], status: 64, words: ["'euler'", "euler-maruyama"]),
    Mistake(arguments: ["--samplers", "fresh/svrg/epoch-noise"], status: 64, words: ["epoch-noise", "reshuffled"]),
    Mistake(arguments: ["--friction", "1"], status: 64, words: ["--friction", "sgld, sgworld", "momentum"]),
    Mistake(arguments: ["--samplers", "ula", "--batching", "fresh"], status: 64, words: ["--batching", "ula"]),
    Mistake(arguments: ["--samplers", "sgnht", "--estimator", "coupled"], status: 64, words: ["coupled", "sgnht"]),
    Mistake(arguments: ["--samplers", "sgld,sgld"], status: 64, words: ["twice"]),
    Mistake(
      arguments: ["--samplers", "sgworld", "--batching", "fresh"], status: 64, words: ["sgworld", "reshuffled"]),
    Mistake(arguments: ["probit"], status: 64, words: ["probit", "linear-regression"]),
    Mistake(
      arguments: ["tanh-network", "--theory-only"], status: 64,
      words: ["tanh-network", "not known exactly", "--theory-only"]),
    Mistake(arguments: ["--noise-sd", "0"], status: 64, words: ["--noise-sd", "positive"]),
    Mistake(arguments: ["--noise-sd", "1", "--unknown-noise"], status: 64, words: ["--unknown-noise"]),
    Mistake(arguments: ["--prior-sd", "1", "--flat-prior"], status: 64, words: ["--flat-prior"]),
    Mistake(arguments: ["--epochs", "0"], status: 64, words: ["--epochs"]),
    Mistake(arguments: ["--chains", "0"], status: 64, words: ["--chains"]),
    Mistake(arguments: ["--threads", "0"], status: 64, words: ["--threads"]),
    Mistake(arguments: ["--plot", "sweep.eps"], status: 64, words: [".svg, .pdf or .png", "sweep.eps"]),
    Mistake(arguments: ["--output", "/no/such/sweep.json"], status: 73, words: ["/no/such", "no directory"]),
    Mistake(arguments: ["--output", "/tmp"], status: 73, words: ["/tmp", "directory"]),
    Mistake(arguments: ["--output", "/proc/sweep.json"], status: 73, words: ["/proc/sweep.json"]),
    Mistake(arguments: ["--wat"], status: 64, words: ["--wat"]),
    Mistake(arguments: ["--hidden", "3"], status: 64, words: ["--hidden", "linear-regression"]),
    Mistake(arguments: ["--draws", "9"], status: 64, words: ["--draws and --epochs exclude"]),
    Mistake(arguments: ["--warm-up", "9", "--warm-up-epochs", "9"], status: 64, words: ["--warm-up-epochs exclude"]),
  ]

  @Test(arguments: mistakes) func isOneClearLine(_ mistake: Mistake) throws {
    let folder = try TemporaryFolder()
    var arguments = ["sweep", "--epochs", "100"] + mistake.arguments
    if let text = mistake.file { arguments += ["--data", try folder.write(text, to: "data.csv")] }
    let command = try Command(arguments)
    #expect(command.status == mistake.status)
    #expect(command.output.isEmpty)
    #expect(command.errors.split(separator: "\n").count == 1)
    for word in mistake.words { #expect(command.errors.contains(word), "\(word) in: \(command.errors)") }
  }
}

extension BadInputTests.Mistake {
  fileprivate var usage: Self { Self(arguments: arguments, file: file, status: 64, words: words) }
}
