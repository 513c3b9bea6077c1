import Foundation

extension LeaveOneOut {
  /// How well one example is predicted.
  public struct Example: Sendable, Hashable {
    /// The example's index, from 0.
    public let index: Int
    /// ln p(yᵢ | the other examples).
    public let elpd: Double
    /// ln p(yᵢ | all examples).
    public let lpd: Double
    /// k̂ of the tail of the importance weights: ``LeaveOneOut/shapeLimit`` says up to where `elpd` may be trusted.
    ///
    /// NaN where the example's likelihood is the same at all draws: leaving it out changes nothing.
    public let shape: Double
    /// The variance of ln p(yᵢ | θ) over the draws, with n below: WAIC's number of parameters.
    public let variance: Double
    /// The effective number of draws over their number, for the mean of p(yᵢ | θ).
    package let relativeEfficiency: Double

    /// ln p(yᵢ | the other examples) as WAIC has it.
    public var waic: Double { lpd - variance }
  }
}

extension LeaveOneOut.Example {
  /// An example's accuracy from its log likelihoods: a row for each chain, a column for each draw, all finite.
  init(_ index: Int, _ chains: Matrix, _ effectiveSampleSize: inout EffectiveSampleSize) {
    let values = chains.elements
    let (count, largest) = (Double(values.count), values.max() ?? 0)
    let effective = chains.columnCount < 4 ? .nan : effectiveSampleSize(chains) { exp($0 - largest) }
    let efficiency = effective > 0 ? effective / count : 1
    let weights = SmoothedWeights(logRatios: values.map(-), relativeEfficiency: efficiency)
    let mean = values.mean
    self.init(
      index: index, elpd: zip(weights.logarithms, values).map(+).logSumExp, lpd: values.logSumExp - log(count),
      shape: weights.shape, variance: values.span.sum { ($0 - mean) * ($0 - mean) } / count,
      relativeEfficiency: efficiency)
  }
}
