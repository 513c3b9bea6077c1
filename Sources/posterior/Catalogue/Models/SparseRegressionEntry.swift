import ArgumentParser
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

/// A regression that takes sparse designs, and how its responses are given to it.
struct SparseFamily: Sendable {
  /// Which options beside --data, --target, --prior-sd and --no-intercept it takes.
  var options: Set<ModelOption> = []
  let responses: @Sendable (SparseData, ModelInput) throws -> SparseRegression.Responses

  static let normal = SparseFamily(options: [.noiseStandardDeviation]) { data, input in
    guard let noise = input.source.noiseStandardDeviation else {
      throw Failure(.usage, "\(data.source): a sparse design needs --noise-sd, the noise of the responses")
    }
    return .normal(data.responses, noiseStandardDeviation: noise)
  }

  static let bernoulli = SparseFamily { data, _ in
    // Texts of two classes have them as 0 and 1 or as -1 and +1.
    let low: Double = data.responses.contains(-1) ? -1 : 0
    if let row = data.responses.firstIndex(where: { $0 != 1 && $0 != low }) {
      throw data.problem(
        withResponse: row,
        "is not \(low == 0 ? "0 or 1" : "-1 or 1"), as the others are: labels are 0 and 1, or -1 and 1")
    }
    return .bernoulli(data.responses.map { $0 == 1 ? 1 : 0 })
  }

  static let poisson = SparseFamily { data, _ in
    if let row = data.responses.firstIndex(where: { !($0 >= 0 && $0 <= 1e9 && $0 == $0.rounded()) }) {
      throw data.problem(withResponse: row, "is not a whole number from 0 to 1e9")
    }
    return .poisson(data.responses.map { Int($0) })
  }
}

extension ModelInput {
  /// The regression on a sparse design; nil where the data are a table.
  func sparseModel(
    _ family: SparseFamily
  ) throws -> (model: any Posterior, words: String, settings: [String: Setting])? {
    guard let file = source.sparseFile else { return nil }
    guard priorStandardDeviation != nil else {
      throw Failure(
        .usage, "\(file): whether many coefficients are determined without a prior is not found out: give --prior-sd")
    }
    let data = try SparseData(contentsOf: file, labels: source.target)
    let responses = try family.responses(data, self)
    let features = (1...data.design.columnCount).map { "x\($0)" }
    let model = SparseRegression(
      design: source.noIntercept ? data.design : try data.design.withOnes(), responses, prior: prior,
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
    guard let family = model.sparse else {
      throw ValidationError(
        "\(file) holds a sparse design, which \(model.name) does not take: linear-regression, logistic-regression and "
          + "poisson-regression do")
    }
    let taken = family.options.union([.data, .target, .priorStandardDeviation, .noIntercept, .flatPrior])
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
