import Foundation
import PosteriorDiagnostics
import PosteriorModels

extension PeerCase {
  /// A case of simulated data, of other sizes if wanted: for runs without the peers' files, and for cost against size.
  ///
  /// The data follow the laws of make_data.py's, but are not the same numbers. The truth, where it is wanted, is Laplace's.
  public init(
    simulated letter: String, exampleCount: Int? = nil, dimension: Int? = nil, batchSize: Int? = nil,
    withTruth isTruthWanted: Bool = false
  ) throws {
    var settings = try Self.settings(letter)
    settings.exampleCount = exampleCount ?? settings.exampleCount
    settings.dimension = dimension ?? settings.dimension
    settings.batchSize = batchSize ?? settings.batchSize
    var random = GSLRandom(seed: settings.seed)
    switch settings.kind {
    case .linear, .logistic:
      try self.init(regression: letter, settings, withTruth: isTruthWanted, using: &random)
    case .mlp: self.init(network: letter, settings, using: &random)
    }
  }

  private init(
    regression letter: String, _ settings: Settings, withTruth isTruthWanted: Bool, using random: inout GSLRandom
  ) throws {
    let (n, d) = (settings.exampleCount, settings.dimension)
    let design = Matrix(columnCount: d, elements: random.normals(n * d))
    let isLinear = settings.kind == .linear
    let slopes = random.normals(d).map { isLinear ? $0 : $0 / Double(d).squareRoot() }
    let responses = (design * slopes).map { predictor in
      isLinear ? predictor + random.normal() : random.uniform() < 1 / (1 + exp(-predictor)) ? 1 : 0
    }
    let data = PeerCase(letter, settings, design: design, responses: responses, start: slopes, truth: nil)
    guard isTruthWanted else {
      self = data
      return
    }
    let mode = try isLinear ? data.linearRegression.mode(from: slopes) : data.logisticRegression.mode(from: slopes)
    let truth = Truth(mean: mode.position, covariance: try Cholesky(mode.hessian).inverse, sgldCovariance: nil)
    self.init(
      letter, settings, design: design, responses: responses, start: Self.start(settings, truth), truth: truth)
  }

  private init(network letter: String, _ settings: Settings, using random: inout GSLRandom) {
    let inputs = (0..<settings.exampleCount).map { _ in 4 * random.uniform() - 2 }
    let weights = [2, -1.5, -1, 0.5, 1, 0.7, 0.2]
    let network = TanhNetwork(inputCount: 1, hiddenCount: 2, outputCount: 1)
    let responses = inputs.map {
      network.outputs(for: [$0], at: weights)[0] + (settings.sigma ?? 1) * random.normal()
    }
    self.init(
      letter, settings, design: Matrix(columnCount: 1, elements: inputs), responses: responses,
      start: random.normals(settings.dimension), truth: nil)
  }
}
