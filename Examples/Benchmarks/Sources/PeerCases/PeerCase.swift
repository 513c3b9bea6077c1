import Foundation
public import PosteriorDiagnostics
public import PosteriorModels

/// A problem that this library and its peers are timed on: sizes, settings and data.
public struct PeerCase: Sendable {
  /// The settings of a case, as peers/cases.json has them.
  public struct Settings: Sendable, Codable {
    /// What the case is called.
    public let name: String
    /// The model.
    public let kind: Kind
    /// The number of examples N.
    public var exampleCount: Int
    /// The number of parameters d.
    public var dimension: Int
    /// The number of examples B in a minibatch.
    public var batchSize: Int
    /// The number of chains, unless a row says otherwise.
    public let chains: Int
    /// The number of steps of a chain.
    public let steps: Int
    /// η, on the sum over all examples.
    public let learningRate: Double
    /// The seed of simulated data.
    public let seed: UInt64
    /// The network's noise: the standard deviation of its responses.
    public let sigma: Double?
    /// The network's weight decay.
    public let decay: Double?

    private enum CodingKeys: String, CodingKey {
      case name, kind, chains, steps, seed, sigma, decay
      case exampleCount = "N"
      case dimension = "d"
      case batchSize = "batch"
      case learningRate = "eta"
    }
  }

  /// The models that cases have.
  public enum Kind: String, Sendable, Codable { case linear, logistic, mlp }

  /// What is known of a posterior.
  public struct Truth: Sendable {
    /// The exact mean, or the mode where there is no closed form: d elements.
    public let mean: [Double]
    /// The exact covariance, or Laplace's: d × d.
    public let covariance: Matrix
    /// The stationary covariance of stochastic gradient Langevin dynamics on minibatches with replacement, where it is known.
    public let sgldCovariance: Matrix?
  }

  /// A letter: A to D.
  public let letter: String
  /// Sizes and settings.
  public let settings: Settings
  /// The design, or the network's inputs: an example a row.
  public let design: Matrix
  /// The N responses, 0 or 1 for logistic regression.
  public let responses: [Double]
  /// Where chains start: d elements.
  public let start: [Double]
  /// The truth of the regressions.
  public let truth: Truth?

  /// The settings of all cases, by their letters.
  public static func allSettings() throws -> [String: Settings] {
    try JSONDecoder().decode([String: Settings].self, from: Data(contentsOf: peers.appending(path: "cases.json")))
  }

  /// The folder of the peers' scripts.
  private static let peers = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../peers")

  init(_ letter: String, _ settings: Settings, design: Matrix, responses: [Double], start: [Double], truth: Truth?) {
    self.letter = letter
    self.settings = settings
    self.design = design
    self.responses = responses
    self.start = start
    self.truth = truth
  }
}

extension PeerCase {
  /// Linear regression with unit noise under a standard normal prior.
  public var linearRegression: LinearRegression {
    LinearRegression(
      design: design, responses: responses, noiseStandardDeviation: 1, prior: .normal(standardDeviation: 1))
  }

  /// Logistic regression under a standard normal prior.
  public var logisticRegression: LogisticRegression {
    LogisticRegression(design: design, labels: responses.map { Int($0) }, prior: .normal(standardDeviation: 1))
  }

  /// The same of the wide designs, which are kept in single precision; nil for the small ones.
  public var singlePrecision: StoredRegression? {
    guard design.columnCount > 8 else { return nil }
    return StoredRegression(
      settings.kind == .logistic ? .logistic : .linear(noiseStandardDeviation: 1), design: design,
      responses: responses, prior: .normal(standardDeviation: 1), precision: .single)
  }

  /// Logistic regression of the responses' signs under a standard normal prior.
  public var signRegression: LogisticRegression {
    LogisticRegression(
      design: design, labels: responses.map { $0 > 0 ? 1 : 0 }, prior: .normal(standardDeviation: 1))
  }

  /// The seven-weight network: U = N/(2σ²) (mean squared residual + decay · |w|²).
  public var network: TanhNetworkRegression {
    let (sigma, decay) = (settings.sigma ?? 1, settings.decay ?? 0)
    return TanhNetworkRegression(
      inputs: design, responses: responses, hiddenCount: (settings.dimension - 1) / 3, noiseStandardDeviation: sigma,
      prior: .normal(standardDeviation: sigma / (Double(settings.exampleCount) * decay).squareRoot()))
  }
}
