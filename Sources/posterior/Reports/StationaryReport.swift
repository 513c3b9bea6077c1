import Foundation
import StochasticThermodynamics

/// The result of `posterior stationary`; its keys in JSON are the properties' names.
struct StationaryReport: Encodable {
  struct Settings: Encodable {
    let model: String
    let data: String
    let exampleCount: Int
    let batching: String
    let batchSize: Int
    let learningRate: Double
    let temperature: Double
    let seed: UInt64
  }

  /// A matrix as predicted and as measured.
  struct Pair: Encodable {
    let predicted: Matrix
    let measured: Matrix
    let standardError: Matrix

    init(_ predicted: Matrix, _ seen: MeasuredMatrix) {
      self.predicted = predicted
      measured = seen.measured
      standardError = seen.standardError
    }
  }

  /// A number as predicted and as measured, with its 95 % interval.
  struct Value: Encodable {
    var segmentLength: Int?
    var segmentCount: Int?
    let predicted: Double
    let measured: Double
    let standardError: Double
    let lower: Double
    let upper: Double
    /// Whether the interval holds the prediction; nil where the run is too short to say.
    var holds: Bool?

    init(_ predicted: Double, _ seen: MeasuredValue, offset: Double = 0) {
      self.predicted = predicted
      measured = seen.measured + offset
      standardError = seen.standardError
      (lower, upper) = (seen.lower + offset, seen.upper + offset)
      holds = lower <= predicted && predicted <= upper
    }
  }

  struct Current: Encodable {
    let verdict: CurrentTest.Verdict
    let significance: Double
    let planes: Int
  }

  struct Run: Encodable {
    let steps: Int
    let stepsPerTick: Int
    let ticks: Int
    let relaxationTicks: Double
    let relaxationTimesPerChain: Double
    let isLongEnough: Bool
    /// Learning rate × steps of a tick × largest curvature: theory is to leading order in it.
    let expansionParameter: Double
  }

  let settings: Settings
  let parameterNames: [String]
  /// The minimum of U = −ln posterior.
  let minimum: [Double]
  /// The minimum of the landscape that reshuffled epochs feel, at this learning rate and batch size; nil where the rate
  /// is too large for there to be one.
  let effectiveMinimum: [Double]?
  /// U at the minimum.
  let potential: Double
  private(set) var run: Run?
  private(set) var mean: [Value]?
  private(set) var diffusion: Pair?
  private(set) var stationaryCovariance: Pair?
  private(set) var discreteCovariance: Matrix?
  private(set) var circulation: Pair?
  private(set) var meanEntropyProduction: Value?
  private(set) var integralFluctuation: [Value]?
  private(set) var detailedFluctuation: [Value]?
  private(set) var current: Current?
  /// How long the simulation took; not in JSON, whose bytes depend on the options alone.
  var seconds = 0.0

  init(
    settings: Settings, parameterNames: [String], minimum: [Double], effectiveMinimum: [Double]?, potential: Double
  ) {
    self.settings = settings
    self.parameterNames = parameterNames
    self.minimum = minimum
    self.effectiveMinimum = effectiveMinimum
    self.potential = potential
  }

  private enum CodingKeys: String, CodingKey {
    case settings, parameterNames, minimum, effectiveMinimum, potential, run, mean, diffusion, stationaryCovariance
    case discreteCovariance, circulation, meanEntropyProduction, integralFluctuation, detailedFluctuation, current
  }

  /// Adds what was predicted and what was seen.
  mutating func add(
    _ state: StationaryState, mean predicted: [Double], _ seen: StationaryMeasurement, stepsPerTick: Int
  ) {
    run = Run(
      steps: seen.tickCount * stepsPerTick, stepsPerTick: stepsPerTick, ticks: seen.tickCount,
      relaxationTicks: state.relaxationTicks, relaxationTimesPerChain: seen.relaxationTimesPerChain,
      isLongEnough: seen.isLongEnough, expansionParameter: state.expansionParameter)
    mean = zip(predicted, seen.mean).map { Value($0, $1) }
    diffusion = Pair(state.diffusion, seen.diffusion)
    stationaryCovariance = Pair(state.covariance, seen.covariance)
    discreteCovariance = state.discreteCovariance
    circulation = Pair(state.circulation, seen.circulation)
    meanEntropyProduction = seen.meanEntropyProduction.map { Value(state.meanEntropyProduction, $0) }
    // e^−σ overflows where theory has long lost its hold.
    integralFluctuation = seen.integralFluctuations.filter(\.excess.standardError.isFinite).map { theorem in
      var value = Value(1, theorem.excess, offset: 1)
      (value.segmentLength, value.segmentCount) = (theorem.segmentLength, theorem.segmentCount)
      if !theorem.isResolved { value.holds = nil }
      return value
    }
    detailedFluctuation = seen.detailedFluctuations.map { theorem in
      var value = Value(1, theorem.slope)
      value.segmentLength = theorem.segmentLength
      if !theorem.isResolved { value.holds = nil }
      return value
    }
    current = seen.current.map { Current(verdict: $0.verdict, significance: $0.significance, planes: $0.planeCount) }
  }
}
