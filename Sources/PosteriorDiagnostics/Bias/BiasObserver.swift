/// Adds up what a chain beside its twin shows: how far apart they are, and how the moments of the one differ from the
/// other's, of the parameters and of what the model reports of them.
struct BiasObserver: ChainObserver {
  private(set) var positions: PairedMoments
  /// nil where the model reports the parameters themselves.
  private(set) var reports: PairedMoments?
  private(set) var distances: BatchedMoments
  private(set) var rectified: RectifiedCoupling
  private(set) var acceptance: TwinAcceptance
  private let reference: BiasReference
  private var reported: [Double]
  private var reportedBeside: [Double]
  private var gap: [Double]
  private var whitenedGap: [Double]
  private var whitened: [Double]

  /// The distances that are added up, of a pair of draws.
  enum Distance: Int, CaseIterable {
    /// In posterior standard deviations, squared.
    case square
    /// The same where it is above d, one for each parameter, and 0 elsewhere.
    case farSquare
    /// In the parameters' units, squared.
    case ownSquare
  }

  /// - Parameter regressions: The stretches of the run in which velocities are found.
  init(_ reference: BiasReference, drawCount: Int, stretchesPerDraw: Int, regressions: Int = 4) {
    self.reference = reference
    positions = PairedMoments(reference: reference.positions, drawCount: drawCount)
    reports = reference.reports.map { PairedMoments(reference: $0, drawCount: drawCount) }
    distances = BatchedMoments(reference: .standard(Distance.allCases.count), drawCount: drawCount)
    rectified = RectifiedCoupling(
      dimension: reference.positions.dimension, drawCount: drawCount, stretches: regressions)
    acceptance = TwinAcceptance(stretchesPerDraw: stretchesPerDraw)
    reported = [Double](repeating: 0, count: reference.reports?.dimension ?? 0)
    reportedBeside = reported
    gap = reference.positions.mean
    (whitenedGap, whitened) = (gap, gap)
  }

  var wantsReports: Bool { true }

  var isFinite: Bool { positions.isFinite && reports?.isFinite ?? true }

  /// E|D|², D the gap in posterior standard deviations.
  var meanSquareGap: Double {
    MomentEstimate([distances], reference: .standard(Distance.allCases.count)).mean[Distance.square.rawValue]
  }

  mutating func observe(_ draw: Span<Double>, report: Span<Double>) {
    let d = draw.count / 2
    let (own, posterior) = (draw.extracting(0..<d), draw.extracting(d..<2 * d))
    positions.add(own, beside: posterior)
    if reports != nil {
      reference.report(own, into: &reported)
      reference.report(posterior, into: &reportedBeside)
      reports?.add(reported, beside: reportedBeside)
    }
    for j in 0..<d {
      gap[j] = own[j] - posterior[j]
      whitenedGap[j] = gap[j]
      whitened[j] = posterior[j] - reference.positions.mean[j]
    }
    reference.positions.cholesky.solveLower(&whitenedGap)
    reference.positions.cholesky.solveLower(&whitened)
    let square = whitenedGap.dot(whitenedGap)
    distances.add([square, square > Double(d) ? square : 0, gap.dot(gap)])
    rectified.add(whitened, whitenedGap, gap: gap)
    acceptance.add(rejections: report[0], streak: report[1])
  }
}

/// How often a twin went where it was to go.
struct TwinAcceptance: Sendable {
  private let stretchesPerDraw: Int
  private var first: Double?
  private var last = 0.0
  private var draws = 0
  /// The most proposals rejected one after another.
  private(set) var longestStreak = 0.0

  init(stretchesPerDraw: Int) { self.stretchesPerDraw = stretchesPerDraw }

  /// Takes the counts of a draw: of all rejections so far, and of those since a proposal was accepted.
  mutating func add(rejections: Double, streak: Double) {
    if first == nil { first = rejections }
    (last, draws) = (rejections, draws + 1)
    longestStreak = max(longestStreak, streak)
  }

  /// The proposals counted: those between the first draw and the last.
  var proposals: Double { Double(max(0, draws - 1) * stretchesPerDraw) }

  /// Those of them that were rejected.
  var rejections: Double { last - (first ?? 0) }
}

extension MultivariateNormal {
  /// N(0, I).
  static func standard(_ dimension: Int) -> MultivariateNormal {
    do throws(GSLError) {
      return try MultivariateNormal(mean: [Double](repeating: 0, count: dimension), covariance: .identity(dimension))
    } catch { preconditionFailure("the identity is positive definite") }
  }
}
