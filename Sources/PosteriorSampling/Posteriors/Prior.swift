import Foundation

/// A prior of independent parameters around zero, the same for each.
///
/// The densities are normalised, all but the flat one. With x = θ/s:
///
/// | prior | ln p(θ) |
/// |---|---|
/// | flat | 0: improper, so the data must determine every parameter |
/// | normal | −x²/2 − ln(s√2π) |
/// | Student-t, ν degrees of freedom | −½(ν + 1) ln(1 + x²/ν) − ln(s √(νπ) Γ(ν/2)/Γ((ν + 1)/2)) |
/// | Laplace | −│x│ − ln 2s; its gradient at 0 is taken as 0 |
/// | Cauchy | Student-t with ν = 1 |
///
/// Conjugate models take a ``NormalPrior``, which is the first two of these.
public struct Prior: IndependentPrior, Hashable {
  @usableFromInline
  enum Family: Sendable, Hashable {
    case flat, normal, laplace
    case studentT(degrees: Double)
  }

  @usableFromInline let family: Family
  @usableFromInline let scale: Double
  /// 1/s².
  @usableFromInline let precision: Double
  /// ln p(0) of one parameter.
  @usableFromInline let peak: Double

  private init(_ family: Family, scale: Double, peak: Double) {
    precondition(scale > 0 && scale.isFinite, "a prior's scale must be positive, not \(scale)")
    self.family = family
    self.scale = scale
    precision = 1 / (scale * scale)
    self.peak = peak
  }

  /// The improper flat prior, of density 1 everywhere.
  public static let flat = Prior(.flat, scale: 1, peak: 0)

  /// The normal distribution around 0 with a standard deviation.
  public static func normal(standardDeviation: Double) -> Prior {
    Prior(.normal, scale: standardDeviation, peak: -log(standardDeviation) - 0.5 * logOf2Pi)
  }

  /// Student's t with `degrees` degrees of freedom ν > 0, times `scale`.
  public static func studentT(degrees: Double, scale: Double) -> Prior {
    precondition(degrees > 0 && degrees.isFinite, "degrees of freedom must be positive, not \(degrees)")
    let logGammas = SpecialFunctions.logGamma(0.5 * (degrees + 1)) - SpecialFunctions.logGamma(0.5 * degrees)
    return Prior(.studentT(degrees: degrees), scale: scale, peak: logGammas - log(scale) - 0.5 * log(degrees * .pi))
  }

  /// The Laplace (double exponential) distribution: mean absolute value `scale`.
  public static func laplace(scale: Double) -> Prior { Prior(.laplace, scale: scale, peak: -log(2 * scale)) }

  /// The Cauchy distribution: half of it is within `scale` of 0.
  public static func cauchy(scale: Double) -> Prior { studentT(degrees: 1, scale: scale) }

  /// ln p of all parameters in `position`.
  @inlinable
  public func logDensity(at position: Span<Double>) -> Double {
    if family == .flat { return 0 }
    var sum = Double(position.count) * peak
    for j in 0..<position.count { sum += logDensityOverPeak(position[unchecked: j]) }
    return sum
  }

  /// Adds ∇ ln p of all parameters in `position` to the first elements of `gradient`.
  @inlinable
  public func addGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    precondition(position.count <= gradient.count, "a gradient of \(gradient.count) for \(position.count) parameters")
    switch family {
    case .flat: return
    case .normal:
      for j in 0..<position.count { gradient[unchecked: j] -= precision * position[unchecked: j] }
    case .laplace, .studentT:
      for j in 0..<position.count { gradient[unchecked: j] += derivative(at: position[unchecked: j]) }
    }
  }

  /// ln p(θ)/p(0) of one parameter.
  @inlinable
  func logDensityOverPeak(_ value: Double) -> Double {
    let x = value / scale
    switch family {
    case .flat: return 0
    case .normal: return -0.5 * x * x
    case .laplace: return -abs(x)
    case .studentT(let degrees): return -0.5 * (degrees + 1) * log1p(x * x / degrees)
    }
  }

  /// d ln p(θ)/dθ of one parameter.
  @inlinable
  func derivative(at value: Double) -> Double {
    let x = value / scale
    switch family {
    case .flat: return 0
    case .normal: return -x / scale
    case .laplace: return x == 0 ? 0 : -copysign(1 / scale, x)
    case .studentT(let degrees):
      // Divided through by x where x² could overflow.
      return abs(x) < 1e100 ? -(degrees + 1) * x / (degrees + x * x) / scale : -(degrees + 1) / x / scale
    }
  }
}
