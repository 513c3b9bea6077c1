/// What speaks against a measured bias.
public enum BiasWarning: Sendable, Hashable, Codable, CustomStringConvertible {
  /// A gradient of the model is not its density's.
  case wrongGradient(String)
  /// The chains that the posterior is known by, of NUTS unless given, do not agree.
  case referenceDisagrees(rHat: Double)
  /// The draws that the posterior is known by are too few for their own error to be told: chains need at least so many.
  case referenceTooShort(effectiveSampleSize: Double, draws: Int)
  /// The chains of the posterior itself are in different places.
  case twinsDisagree(rHat: Double)
  /// The chains are too short for the error of their moments to be told: they need at least so many epochs.
  case tooShort(effectiveSampleSize: Double, epochs: Int)
  /// The twin's proposals are often rejected, or many times on end.
  case rejections(acceptance: Double, longestStreak: Int)
  /// Most of the mean square gap is of pairs that are far apart.
  case farApart(share: Double)
  /// The pairs tell no more than the chain alone would.
  case noGain(ratio: Double)

  /// The warning in a sentence, with what to do.
  public var description: String {
    switch self {
    case .wrongGradient(let problem): "the model's gradient is wrong, and so the bias is of another model: \(problem)"
    case .referenceDisagrees(let rHat):
      "the chains of the reference do not agree (R-hat \(rHat.rounded(to: 3))): the posterior may have separate "
        + "modes, which neither a chain nor its twin leaves"
    case .referenceTooShort(let size, let draws):
      "the draws of the reference are too few for their error to be told (effective sample size "
        + "\(size.rounded(to: 1))): at least \(draws) a chain"
    case .twinsDisagree(let rHat):
      "the chains of the posterior itself do not agree (R-hat \(rHat.rounded(to: 3))): run longer, or look for "
        + "separate modes, which neither a chain nor its twin leaves"
    case .tooShort(let size, let epochs):
      "the chains are too short for their error to be told (effective sample size \(size.rounded(to: 1))): at least "
        + "\(epochs) epochs"
    case .rejections(let acceptance, let streak):
      "the twin was often left behind (\((100 * acceptance).rounded(to: 1)) % of its moves were accepted, and up to "
        + "\(streak) rejected on end): its own draws are too few to trust, at a smaller learning rate they are more"
    case .farApart(let share):
      "\((100 * share).rounded(to: 0)) % of the mean square gap is of pairs more than a posterior standard deviation "
        + "apart: the bias may rest on few of them"
    case .noGain(let ratio):
      "the pairs tell no more than the chains alone would (standard error \(ratio.rounded(to: 2)) of theirs): what is "
        + "below it is not seen"
    }
  }

  /// The epochs that each chain must record at least, where there were too few.
  var epochsNeeded: Int? { if case .tooShort(_, let epochs) = self { epochs } else { nil } }

  /// What the pairs themselves show, the last being the moments of each twin.
  static func all(
    _ found: PairedEstimate, _ distances: BiasDistances, epochs: Int, acceptance: Double, longestStreak: Int,
    _ twins: [MomentEstimate]
  ) -> [BiasWarning] {
    var warnings: [BiasWarning] = []
    let twinRHat = largestRHat(twins)
    if twinRHat > 1.05 { warnings.append(.twinsDisagree(rHat: twinRHat)) }
    if let needed = found.plain.lengthNeeded(epochs) {
      warnings.append(.tooShort(effectiveSampleSize: found.plain.effectiveSampleSize, epochs: needed))
    }
    if acceptance < 0.9 || longestStreak > 10 {
      warnings.append(.rejections(acceptance: acceptance, longestStreak: longestStreak))
    }
    if distances.farShare > 0.5 { warnings.append(.farApart(share: distances.farShare)) }
    let ratio = zip(found.biased.meanStandardError, found.plain.meanStandardError).map { $0 / $1 }.max() ?? 0
    if ratio > 0.9 { warnings.append(.noGain(ratio: ratio)) }
    return warnings
  }

  /// R̂ = √(1 + B/W) of the parameter in which chains' means differ most: B their variance, W the variance within.
  private static func largestRHat(_ chains: [MomentEstimate]) -> Double {
    guard chains.count > 1 else { return 1 }
    return chains[0].mean.indices.map { j in
      let within = chains.reduce(0) { $0 + $1.covariance[j, j] } / Double(chains.count)
      return (1 + chains.map { $0.mean[j] }.variance / within).squareRoot()
    }.max() ?? 1
  }
}

/// How far apart the pairs are.
struct BiasDistances {
  /// The share of the mean square gap that is of pairs more than a posterior standard deviation apart.
  let farShare: Double
  /// (E|X − Y|²)^½ in the parameters' units.
  let bound: BiasEstimate.Interval

  init(_ chains: [BatchedMoments]) {
    let found = MomentEstimate(chains, reference: .standard(BiasObserver.Distance.allCases.count))
    func mean(_ distance: BiasObserver.Distance) -> Double { found.mean[distance.rawValue] }
    let square = mean(.square)
    farShare = square > 0 ? mean(.farSquare) / square : 0
    let own = BiasEstimate.Interval(
      mean(.ownSquare), found.reach * found.meanStandardError[BiasObserver.Distance.ownSquare.rawValue])
    bound = own.squareRoot
  }
}

extension Double {
  /// The number with so many digits behind the point.
  fileprivate func rounded(to digits: Int) -> Double {
    let scale = (0..<digits).reduce(1.0) { scale, _ in 10 * scale }
    return (self * scale).rounded() / scale
  }
}
