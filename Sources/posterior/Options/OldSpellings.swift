/// Spellings that are no more, and what to write in their place.
enum OldSpellings {
  /// Old names of models, with the new ones.
  static let models = [
    "nonlinear-regression": "tanh-network", "mlp": "network-classifier", "logistic": "logistic-regression",
  ]

  /// Old options, with what to write instead.
  private static let options = [
    "--burn-in": "--warm-up, which counts draws, or --warm-up-epochs, which counts passes over the data",
    "--steps": "--draws, which counts the draws of each chain, or --epochs, which counts its passes over the data",
    "--feature": "--features a,b,...",
    "--l2": "--prior-sd: a weight λ is the standard deviation σ/√(Nλ)",
  ]

  /// Refuses an old option, naming the new one.
  static func check(_ arguments: [String]) throws(Failure) {
    guard let subcommand = arguments.first(where: PosteriorCommand.subcommandNames.contains) else { return }
    for argument in arguments.prefix(while: { $0 != "--" }) {
      let option = String(argument.prefix { $0 != "=" })
      if let now = options[option] { throw Failure(.usage, "\(option) is no more: give \(now)") }
      if option == "--model", subcommand != "compare" {
        throw Failure(
          .usage, "--model is no more: give the model as an argument, as in 'posterior \(subcommand) gaussian-mean'")
      }
    }
  }
}
