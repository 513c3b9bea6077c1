import ArgumentParser
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

extension SparseData {
  /// The responses, as a regression's family takes them. Texts of two classes have them as 0 and 1 or as -1 and +1.
  fileprivate func responses(_ family: RegressionFamily) throws -> [Double] {
    let low: Double = family == .logistic && responses.contains(-1) ? -1 : 0
    guard let row = responses.firstIndex(where: { !family.allows($0 == low ? 0 : $0) || low == -1 && $0 == 0 }) else {
      return low == 0 ? responses : responses.map { $0 == 1 ? 1 : 0 }
    }
    let words =
      switch family {
      case .linear: "is too large to be squared"
      case .logistic: "is not \(low == 0 ? "0 or 1" : "-1 or 1"), as the others are: labels are 0 and 1, or -1 and 1"
      case .poisson: "is not a whole number from 0 to 1e9"
      }
    throw problem(withResponse: row, words)
  }
}

extension ModelInput {
  /// A regression that is not made of a table in memory: on a sparse design, on stored rows, or on rows in single
  /// precision. Nil where the data are such a table.
  func familyModel(
    _ family: RegressionFamily, _ classes: TargetClasses? = nil
  ) throws -> (model: any Posterior, words: String, settings: [String: Setting])? {
    try sparseModel(family) ?? storedRegression(family, classes)
  }

  /// The regression on a sparse design; nil where the data are a table.
  private func sparseModel(
    _ family: RegressionFamily
  ) throws -> (model: any Posterior, words: String, settings: [String: Setting])? {
    guard let file = source.sparseFile else { return nil }
    guard priorStandardDeviation != nil else {
      throw Failure(
        .usage, "\(file): whether many coefficients are determined without a prior is not found out: give --prior-sd")
    }
    let data = try SparseData(contentsOf: file, labels: source.target)
    var family = family
    if case .linear = family {
      guard let noise = source.noiseStandardDeviation else {
        throw Failure(.usage, "\(data.source): a sparse design needs --noise-sd, the noise of the responses")
      }
      family = .linear(noiseStandardDeviation: noise)
    }
    let features = (1...data.design.columnCount).map { "x\($0)" }
    let model = SparseRegression(
      family, design: source.noIntercept ? data.design : try data.design.withOnes(),
      responses: try data.responses(family), prior: prior,
      parameterNames: (source.noIntercept ? [] : [RegressionData.interceptName]) + features)
    let (rows, count) = (data.design.rowCount, data.design.values.count)
    let words =
      "\(rows) rows of \(features.count) features\(source.noIntercept ? "" : " and an intercept"), "
      + "\(shortened(Double(count) / Double(rows))) non-zeros a row, " + priorWords
    return (model, words, ["nonZeros": .integer(count), "standardize": .flag(false)])
  }
}

extension ModelOptions {
  /// The file of --data where it holds a sparse design; nil where it holds a table.
  var sparseFile: String? { data.flatMap { SparseData.isSparse($0) ? $0 : nil } }

  /// Refuses what a sparse design does not go with.
  func checkSparse(_ file: String, _ model: ModelEntry) throws {
    guard let family = model.family else {
      throw ValidationError(
        "\(file) holds a sparse design, which \(model.name) does not take: linear-regression, logistic-regression and "
          + "poisson-regression do")
    }
    var taken: Set<ModelOption> = [.data, .target, .priorStandardDeviation, .noIntercept, .flatPrior]
    if case .linear = family { taken.insert(.noiseStandardDeviation) }
    if let option = given.first(where: { !taken.contains($0) }) {
      let reason = option == .standardize ? ": it would leave no zeros" : ""
      throw ValidationError("\(option.rawValue) has no meaning for \(model.name) on a sparse design" + reason)
    }
    if SparseData.isArchive(file), target == nil {
      throw ValidationError("--data \(file) needs --target, a .npy file of the responses")
    }
    if !SparseData.isArchive(file), target != nil {
      throw ValidationError("--target has no meaning for \(file), in which the responses stand before the features")
    }
  }
}
