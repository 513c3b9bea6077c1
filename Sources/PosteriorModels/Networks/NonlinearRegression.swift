import Foundation

extension TanhNetworkRegression {
  /// Nonlinear regression of y on x by a network of `hiddenCount` tanh units, in the form of arXiv:2306.03521:
  ///
  ///     U = (N/2σ²)( (1/N) Σᵢ (f(xᵢ) − yᵢ)² + λ|w|² )
  ///
  /// up to a constant, which is a normal prior of variance σ²/(Nλ) on every weight and bias.
  init(x: [Double], y: [Double], hiddenCount: Int = 2, noiseStandardDeviation: Double = 0.1, l2: Double = 0.001) {
    precondition(l2 > 0, "an L2 weight must be positive, not \(l2)")
    self.init(
      inputs: Matrix(columnCount: 1, elements: x), responses: y, hiddenCount: hiddenCount,
      noiseStandardDeviation: noiseStandardDeviation,
      prior: .normal(standardDeviation: noiseStandardDeviation / (Double(x.count) * l2).squareRoot()))
  }

  /// The example of arXiv:2306.03521: x = −3, −2.97, …, 2.97 (N = 200), y = e^(−x²) + 0.1 ξ, seven weights,
  /// σ = 0.1, λ = 0.001. The authors' ξ are not known: these come from a seed.
  public static func bump(seed: UInt64 = 1) -> TanhNetworkRegression {
    var random = GSLRandom(stream: StreamSeed(seed).child("bump"))
    let x = (0..<200).map { -3 + 0.03 * Double($0) }
    let y = zip(x, random.normals(x.count)).map { exp(-$0 * $0) + 0.1 * $1 }
    return TanhNetworkRegression(x: x, y: y)
  }
}
