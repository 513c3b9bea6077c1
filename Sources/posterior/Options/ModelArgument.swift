import ArgumentParser

/// The model that a subcommand is about, where it need not be of the catalogue.
struct ModelArgument: ParsableArguments {
  @Argument(
    help: "The model: see 'posterior models', or a model file, NAME.model.", completion: .file(extensions: ["model"]),
    transform: ModelEntry.init(named:))
  var model: ModelEntry?

  @Option(
    help: ArgumentHelp(
      """
      In place of a model: a program in Stan's language that BridgeStan has compiled, with --data in Stan's JSON form. \
      It is for samplers that take full gradients, such as nuts.
      """, valueName: "file.so"), completion: .file(extensions: ["so"]))
  var stanLibrary: String?

  func validate() throws {
    try refuseEmpty("--stan-library", stanLibrary)
    if let stanLibrary, let model {
      throw ValidationError("'\(model)' and --stan-library \(stanLibrary) are two models: give one of them")
    }
    if stanLibrary == nil, model == nil {
      throw ValidationError("name a model: one that 'posterior models' lists, or a model file, NAME.model")
    }
  }

  /// The entry of the model; of linear regression where none was named, which `validate` refuses.
  var entry: ModelEntry { stanLibrary.map(ModelEntry.stan) ?? model ?? .linearRegression }
}
