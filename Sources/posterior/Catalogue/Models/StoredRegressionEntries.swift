import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

extension ModelOptions {
  /// The packed set that the options name, where it does not fit in memory.
  func storedTable() throws -> StoredTable? {
    guard let data, AtomicFile.isDirectory(data) else { return nil }
    let table = try StoredTable(contentsOf: data)
    return table.fits(inMemory: memory?.bytes ?? ByteCount.usual) ? nil : table
  }

  /// What a regression takes of a packed set that does not fit in memory.
  func regressionData(_ table: StoredTable, _ classes: TargetClasses?) throws -> RegressionData {
    let features = try features.map { try Table.names(inList: $0, source: "--features") }
    let columns = RegressionColumns(
      target: target ?? "", features: features, intercept: !noIntercept, standardize: standardize)
    return try table.regressionData(columns, isTargetOfClasses: classes != nil)
  }

  /// What stored rows may take of the memory: a quarter of the machine's unless something else was said.
  fileprivate var rowMemory: Int { memory?.bytes ?? ByteCount.usual / 2 }
}

extension ModelInput {
  /// A regression whose rows are read from a packed set that does not fit in memory, or are in single precision; nil
  /// where neither is so.
  func storedRegression(
    _ family: RegressionFamily, _ classes: TargetClasses? = nil
  ) throws -> (model: any Posterior, words: String, settings: [String: Setting])? {
    let (table, precision) = (try source.storedTable(), source.precision ?? .double)
    guard table != nil || precision == .single else { return nil }
    var data: RegressionData
    var model: StoredRegression
    if let table {
      data = try source.regressionData(table, classes)
      let made = try StoredRegression.make(
        table, family, data, prior: prior, memory: source.rowMemory, precision: precision)
      (model, data.responseValues) = made
    } else {
      data = try regressionData(classes: classes)
      if family == .poisson { _ = try data.counts() }
      model = StoredRegression(
        family, design: data.design, responses: data.responses, prior: prior, parameterNames: data.parameterNames,
        precision: precision)
    }
    model.threads = threads
    guard case .linear = model.family else { return (model, words(data), data.settings) }
    guard !source.unknownNoise else {
      let noisy = StoredRegressionUnknownNoise(model, prior: normalPrior)
      _ = try noisy.exactPosterior()
      return (noisy, words(data), data.settings)
    }
    let noise = try source.noiseStandardDeviation ?? model.residualStandardDeviation()
    model.family = .linear(noiseStandardDeviation: noise)
    return (model, words(data, noise: noise), data.settings.noise(noise))
  }
}
