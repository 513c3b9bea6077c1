import Foundation

/// A model that says what the response of a row of its design, or of a network's inputs, may be.
public protocol PredictsRows: Posterior {
  /// What the model says of new rows: a matrix of the columns that its own design has, or a network's inputs.
  func predictor(forRows rows: Matrix) -> Predictor
}

extension LinearRegression: PredictsRows {
  /// A response of N(xᵀβ, σ²), σ the known noise.
  public func predictor(forRows rows: Matrix) -> Predictor {
    let noise = [Double](repeating: noiseStandardDeviation, count: rows.rowCount)
    return Predictor(["y"], "normal", arguments: [1, 1], rowCount: rows.rowCount) { [rows * $0, noise] }
  }
}

extension LinearRegressionUnknownNoise: PredictsRows {
  /// A response of N(xᵀβ, σ²), σ that of each draw.
  public func predictor(forRows rows: Matrix) -> Predictor {
    Predictor(["y"], "normal", arguments: [1, 1], rowCount: rows.rowCount) { position in
      let noise = exp(position[position.count - 1])
      return [rows * Array(position.dropLast()), [Double](repeating: noise, count: rows.rowCount)]
    }
  }
}

extension LogisticRegression: PredictsRows {
  /// 1 with probability 1/(1 + exp(−xᵀβ)), else 0.
  public func predictor(forRows rows: Matrix) -> Predictor {
    Predictor(["y"], "bernoulli_logit", arguments: [1], rowCount: rows.rowCount) { [rows * $0] }
  }
}

extension PoissonRegression: PredictsRows {
  /// A count of mean exp(xᵀβ), of an exposure of 1.
  public func predictor(forRows rows: Matrix) -> Predictor {
    Predictor(["y"], "poisson_log", arguments: [1], rowCount: rows.rowCount) { [rows * $0] }
  }
}

extension SoftmaxRegression: PredictsRows {
  /// A class, numbered from 1, with probabilities softmax(0, xᵀβ₁, …).
  public func predictor(forRows rows: Matrix) -> Predictor {
    Predictor(["y"], "categorical_logit", arguments: [classCount], rowCount: rows.rowCount) { [classCount] position in
      let width = rows.columnCount
      return [[Double](repeating: 0, count: rows.rowCount)]
        + (0..<classCount - 1).map { rows * Array(position[$0 * width..<($0 + 1) * width]) }
    }
  }
}

extension TanhNetworkRegression: PredictsRows {
  /// A response of N(f(x), σ²), f the network at each draw's weights.
  public func predictor(forRows rows: Matrix) -> Predictor {
    let noise = [Double](repeating: noiseStandardDeviation, count: rows.rowCount)
    return Predictor(["y"], "normal", arguments: [1, 1], rowCount: rows.rowCount) { [network] position in
      network.outputs(ofRows: rows, at: position) + [noise]
    }
  }
}

extension NetworkClassifier: PredictsRows {
  /// A class, numbered from 1, with probabilities softmax(0, f₁(x), …).
  public func predictor(forRows rows: Matrix) -> Predictor {
    Predictor(["y"], "categorical_logit", arguments: [network.outputCount + 1], rowCount: rows.rowCount) {
      [network] position in
      [[Double](repeating: 0, count: rows.rowCount)] + network.outputs(ofRows: rows, at: position)
    }
  }
}

extension GaussianMean: PredictsRows {
  /// N(θ, Σ), whatever the rows hold.
  public func predictor(forRows rows: Matrix) -> Predictor {
    let (count, d) = (rows.rowCount, dimension)
    let names = d == 1 ? ["y"] : (1...d).map { "y[\($0)]" }
    let covariance = noiseCovariance.elements.map { [Double](repeating: $0, count: count) }
    return Predictor(names, "multi_normal", arguments: [d, d * d], rowCount: count) { position in
      position.map { [Double](repeating: $0, count: count) } + covariance
    }
  }
}

extension TanhNetwork {
  /// Each output of all rows.
  fileprivate func outputs(ofRows rows: Matrix, at position: [Double]) -> [[Double]] {
    let inputs = rows.elements
    let values = (0..<rows.rowCount).map { row in
      outputs(for: Array(inputs[row * rows.columnCount..<(row + 1) * rows.columnCount]), at: position)
    }
    return (0..<outputCount).map { k in values.map { $0[k] } }
  }
}
