import Foundation

/// Why a stationary state cannot be predicted.
public enum StationaryStateError: Error, Equatable, CustomStringConvertible {
  /// The position is no mode: why.
  case noMode(String)
  /// The Hessian at the mode is singular: U is flat along a direction, in which this parameter has the largest part.
  case flatDirection(parameter: String, curvature: Double, largestCurvature: Double)
  /// η exceeds 2 over the largest curvature, beyond which the linearised dynamics diverge.
  case unstable(learningRate: Double, limit: Double)
  /// Minibatches of all examples, at temperature 0: nothing fluctuates.
  case noNoise(batchSize: Int)
  /// The diffusion matrix is singular: along some direction there is no noise.
  case singularDiffusion
  /// Reshuffled epochs with a short last minibatch have no diffusion matrix in closed form.
  case unequalMinibatches(exampleCount: Int, batchSize: Int)
  /// The law of these minibatches does not give a diffusion matrix.
  case unknownDiffusion(minibatching: String)
  /// η times the steps of an epoch times the largest curvature is not below 1: theory, an expansion in it, says
  /// nothing.
  case beyondExpansion(expansionParameter: Double)

  /// What is wrong, and what to try.
  public var description: String {
    switch self {
    case .noMode(let reason): "the position is not a mode: \(reason)"
    case .flatDirection(let parameter, let curvature, let largest):
      "the Hessian at the mode is singular (curvature \(short(curvature)) against \(short(largest))): −ln posterior "
        + "is flat along a direction of mostly '\(parameter)'; give a proper prior, or leave the parameter out"
    case .unstable(let learningRate, let limit):
      "the learning rate \(short(learningRate)) is past stability: it must stay below \(short(limit)), 2 over the "
        + "largest curvature"
    case .noNoise(let batchSize):
      "minibatches of all \(batchSize) examples have no gradient noise: nothing fluctuates; give a smaller batch size"
    case .singularDiffusion:
      "the gradient noise vanishes along some direction (fewer examples than parameters, or two units that do the "
        + "same?): the diffusion matrix has no inverse, and the entropy production is not defined"
    case .unequalMinibatches(let exampleCount, let batchSize):
      "the batch size \(batchSize) does not divide the \(exampleCount) examples: the noise of reshuffled epochs is "
        + "known for equal minibatches only"
    case .unknownDiffusion(let minibatching):
      "the diffusion matrix of '\(minibatching)' minibatches is not known: estimate it (sampledDiffusion), or choose "
        + "fresh, with-replacement or reshuffled ones"
    case .beyondExpansion(let parameter):
      "learning rate × steps an epoch × largest curvature is \(short(parameter)): the theory of reshuffled epochs, "
        + "an expansion in it, needs it well below 1; give a smaller learning rate"
    }
  }

  private func short(_ value: Double) -> String { String(format: "%.3g", value) }
}
