/// A posterior known in closed form: the truth that draws are held against.
public protocol ExactPosterior: Sendable {
  /// The number of parameters d.
  var dimension: Int { get }

  /// A name for each of the d parameters.
  var parameterNames: [String] { get }

  /// The mean: d elements.
  var mean: [Double] { get }

  /// The covariance: d × d.
  var covariance: Matrix { get }

  /// The normalised log density at a position of d elements; −∞ outside the support.
  func logDensity(at position: Span<Double>) -> Double

  /// The quantile of one parameter's marginal distribution at a probability in (0, 1).
  func quantile(ofParameter parameter: Int, at probability: Double) -> Double

  /// Writes one independent draw into `position` (d elements).
  func draw(into position: inout MutableSpan<Double>, using random: inout some RandomSource)
}

extension ExactPosterior {
  /// The number of parameters d, which is that of their names.
  public var dimension: Int { parameterNames.count }

  /// One independent draw: d elements.
  public func draw(using random: inout some RandomSource) -> [Double] {
    var position = [Double](repeating: 0, count: dimension)
    var span = position.mutableSpan
    draw(into: &span, using: &random)
    return position
  }

  /// The standard deviation of each parameter.
  public var standardDeviations: [Double] { covariance.diagonal.map { $0.squareRoot() } }
}
