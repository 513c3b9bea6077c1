import ArgumentParser
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

/// A model of the command: what it is, what it can do, and how it is made from data.
struct ModelEntry: Sendable {
  /// The one name of the model.
  let name: String
  /// The likelihood in a line.
  let summary: String
  /// The options that it takes beside those that every model takes.
  let options: Set<ModelOption>
  /// What is known of its posterior.
  var knownPosterior = KnownPosterior.none
  /// The standard deviation of the normal prior when none is given; nil for a flat prior.
  var usualPriorStandardDeviation: Double?
  /// The data that it has without --data; nil where --data is needed.
  var embeddedData: EmbeddedData?
  /// Whether its landscape has many minima, which are looked for from several starts.
  var hasManyMinima = false
  /// Whether it is a model file, which says itself what its columns and priors are.
  var isWritten = false
  /// What its responses are, where it takes sparse designs and stored rows too.
  var family: RegressionFamily?
  /// The data that the model is about, for those who are given draws of it.
  var data: @Sendable (ModelInput) throws -> ModelData = { _ in .unknown }
  /// What the model says of the rows of another table; nil where it says nothing.
  var predicted: (@Sendable (ModelInput, any Posterior, Table) throws -> PredictedResponse)?
  /// Makes the model, and says what it was made of: in words, and the settings that the options leave open.
  let make: @Sendable (ModelInput) throws -> (model: any Posterior, words: String, settings: [String: Setting])

  /// The posteriors that are known exactly.
  enum KnownPosterior: String, Encodable {
    /// It is normal. (With --unknown-noise it is known, but not normal.)
    case normal
    /// It has no closed form.
    case none
  }

  /// The data that come with the command.
  enum EmbeddedData: String, Encodable {
    /// The diabetes data of Efron et al. (2004).
    case diabetes
    /// The curve of arXiv:2306.03521, which comes with the paper's settings.
    case paper
  }
}

extension ModelEntry {
  /// Every model, in the order of the list that a user sees.
  static let all: [ModelEntry] = [.gaussianMean, .linearRegression] + regressions + [.tanhNetwork, .networkClassifier]

  /// The model of a name.
  ///
  /// - Throws: `ValidationError` that lists the names there are.
  @Sendable init(named name: String) throws {
    guard let entry = Self.all.first(where: { $0.name == name }) ?? Self.written(name) else {
      if let now = OldSpellings.models[name] { throw ValidationError("'\(name)' is called \(now) now") }
      let names = Self.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no model '\(name)'; choose among \(names), or name a model file, NAME.model")
    }
    self = entry
  }

  /// Refuses options that mean nothing for this model.
  func check(_ source: ModelOptions) throws {
    if source.flatPrior, hasManyMinima {
      throw ValidationError("\(name) has no proper posterior under --flat-prior: its units saturate; give --prior-sd")
    }
    if let file = source.sparseFile { return try source.checkSparse(file, self) }
    let always: Set<ModelOption> = isWritten ? [] : [.target, .priorStandardDeviation, .flatPrior]
    if let option = source.given.first(where: { !always.union(options).union(ModelOption.table).contains($0) }) {
      throw ValidationError("\(option.rawValue) has no meaning for \(name)")
    }
    if isWritten { return }
    guard source.data == nil else {
      if source.target == nil {
        throw ValidationError("--data needs --target, the name of the column to explain")
      }
      return
    }
    if embeddedData == nil { throw ValidationError("\(name) needs --data: the embedded data have no such target") }
    if embeddedData == .paper, let option = source.given.first(where: ModelOption.columns.contains) {
      throw ValidationError("\(option.rawValue) needs --data: the paper's data have no other columns")
    }
  }

  /// The model on the data that the options name.
  ///
  /// - Parameter threads: Threads that one chain has to itself.
  func model(_ source: ModelOptions, threads: Int = 1) throws -> ModelOnData {
    let scale = source.priorStandardDeviation ?? (source.flatPrior ? nil : usualPriorStandardDeviation)
    let (model, words, settings) = try make(
      ModelInput(source: source, priorStandardDeviation: scale, threads: threads))
    try checkNames(of: model, dataName(source))
    let isPaperExample = embeddedData == .paper && source.data == nil
    return ModelOnData(
      entry: self, posterior: AnyPosterior(model), words: words.printable, settings: settings,
      isPaperExample: isPaperExample)
  }

  /// Refuses two parameters, or two quantities that are reported, of one name, as where a feature is called as the
  /// noise.
  private func checkNames(of model: some Posterior, _ dataName: String) throws {
    for names in [model.parameterNames, model.reportedNames] {
      var seen: Set<String> = []
      if let twice = names.first(where: { !seen.insert($0).inserted }) {
        throw Failure(.data, dataName + ": two parameters of \(name) would be called '\(twice)': rename the column")
      }
    }
  }

  /// The data that the options name, as the model takes them.
  func data(_ source: ModelOptions) throws -> ModelData {
    if source.sparseFile != nil { return .unknown }
    return try data(ModelInput(source: source, priorStandardDeviation: nil))
  }

  /// What errors call the data.
  func dataName(_ source: ModelOptions) -> String { source.data ?? embeddedData.map(\.rawValue) ?? name }
}

extension ModelEntry: CustomStringConvertible {
  /// The name.
  var description: String { name }
}

/// A model of the catalogue on its data.
struct ModelOnData: Sendable {
  let entry: ModelEntry
  let posterior: AnyPosterior
  /// The data, noise and prior in words.
  let words: String
  /// The settings that the options leave open, as they were settled.
  let settings: [String: Setting]
  /// Whether these are the paper's data, which come with the paper's batch size and learning rate.
  let isPaperExample: Bool

  /// The posterior in closed form, where it has one.
  func exactPosterior() throws(SamplingError) -> (any ExactPosterior)? {
    try posterior.capabilities.exactPosterior?.exactPosterior()
  }
}
