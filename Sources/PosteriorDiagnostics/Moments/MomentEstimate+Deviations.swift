import Foundation

extension MomentEstimate {
  /// How a batch's moments deviate from those of the whole, weighted.
  struct Deviation: Sendable {
    let mean: [Double]
    let covariance: Matrix

    /// What is left of the deviation where the reference's covariance deviates too, by A: coordinates in which it is I
    /// are then (I + ½A)⁻¹ times these, so that m deviates by −½Am more, and E by −½(AE + EA).
    func relative(to reference: Deviation, of moments: WhitenedMoments) -> Deviation {
      let product = reference.covariance * moments.excess
      return Deviation(
        mean: zip(mean, reference.covariance * moments.mean).map { $0 - 0.5 * $1 },
        covariance: covariance - 0.5 * (product + product.transposed))
    }
  }

  /// What chains of a length must have at least for intervals to be trusted, to two digits; nil where they have it.
  func lengthNeeded(_ length: Int) -> Int? {
    lengthening.map { factor in
      let needed = min(1e15, max(1, factor * Double(length)))
      let unit = max(1, pow(10, floor(log10(needed)) - 1))
      return Int((needed / unit).rounded(.up) * unit)
    }
  }

  /// The trace of the covariance's excess over the reference's in whitened coordinates, tr(Σ⁻¹S) − d, and its
  /// standard error.
  var excessTrace: (value: Double, standardError: Double) {
    let error = deviations.reduce(0) { sum, deviation in
      let trace = deviation.covariance.diagonal.reduce(0, +)
      return sum + trace * trace
    }
    return (whitened.excess.diagonal.reduce(0, +), error.squareRoot())
  }

  /// The same moments where the reference is known by draws of its own, independent of these: their error is added.
  func against(_ reference: MomentEstimate) -> MomentEstimate {
    var result = self
    result.deviations += reference.deviations.map { deviation in
      Deviation(mean: deviation.mean.map { -$0 }, covariance: -1 * deviation.covariance)
        .relative(to: deviation, of: whitened)
    }
    result.degrees = min(degrees, reference.degrees)
    return result
  }

  /// How many standard errors a 95 % interval reaches to each side: Student's, since they are estimated of few batches.
  var reach: Double { SpecialFunctions.studentTQuantile(0.975, degrees: degrees) }

  /// The same, with the errors of the covariance's diagonal alone.
  var ofDiagonal: MomentEstimate {
    var result = self
    result.deviations = deviations.map {
      Deviation(mean: $0.mean, covariance: Matrix(diagonal: $0.covariance.diagonal))
    }
    return result
  }
}
