import Foundation

// GSL's inverses of the gamma and beta distribution functions (2.7.1) are not used: for shapes beyond some 10⁵, and
// below 0.1, they give NaN or wrong digits, and gsl_cdf_beta_Pinv(0.5, 1e6, 1e6) never returns. Here ln P or ln Q,
// whichever tail is the smaller, is inverted by Newton's method in t = ln x (gamma) or t = ln(x / (1 − x)) (beta).
// The densities of t are log-concave, hence so are both tails: Newton's iterates close in from one side.

extension SpecialFunctions {
  /// The quantile function of the gamma distribution with mean `shape * scale`.
  package static func gammaQuantile(_ p: Double, shape: Double, scale: Double) -> Double {
    scale > 0 && scale.isFinite ? scale * gammaQuantile(lower: p, upper: 1 - p, shape: shape) : .nan
  }

  /// The upper quantile of the gamma distribution: P(X > x) = q, accurate for small q.
  package static func gammaUpperQuantile(_ q: Double, shape: Double, scale: Double) -> Double {
    scale > 0 && scale.isFinite ? scale * gammaQuantile(lower: 1 - q, upper: q, shape: shape) : .nan
  }

  private static func gammaQuantile(lower p: Double, upper q: Double, shape a: Double) -> Double {
    guard a > 0, a.isFinite, p >= 0, q >= 0 else { return .nan }
    if p == 0 { return 0 }
    if q == 0 { return .infinity }
    let z = p < q ? normalQuantile(p) : -normalQuantile(q)
    if a > 1e6 {
      // GSL's distribution function loses digits here. The Cornish–Fisher expansion (Abramowitz & Stegun 26.2.49)
      // has an error of about 10⁻⁹ standard deviations or less.
      let (root, z2) = (a.squareRoot(), z * z)
      return a + z * root + (z2 - 1) / 3 + z * (z2 - 7) / (36 * root) - ((3 * z2 + 7) * z2 - 16) / (810 * a)
    }
    let t = invert(lower: p, upper: q, from: digamma(a) + trigamma(a).squareRoot() * z) { t in
      let x = exp(t)
      let (lower, upper) = gammaTails(x, shape: a)
      // xᵃe⁻ˣ / Γ(a), with Stirling's formula taken out of Γ.
      let density = (a / (2 * .pi)).squareRoot() * exp(-a * excess(of: x, over: a)) / regulatedGamma(a)
      return Tails(lower: lower, upper: upper, density: density)
    }
    return exp(t)
  }

  /// The quantile function of the beta distribution.
  package static func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
    guard a > 0, b > 0, a.isFinite, b.isFinite, p >= 0, p <= 1 else { return .nan }
    if p == 0 || p == 1 { return p }
    let deviation = (trigamma(a) + trigamma(b)).squareRoot()
    let t = invert(lower: p, upper: 1 - p, from: digamma(a) - digamma(b) + deviation * normalQuantile(p)) { t in
      betaTails(1 / (1 + exp(-t)), 1 / (1 + exp(t)), a, b)
    }
    return 1 / (1 + exp(-t))
  }

  /// The beta distribution at x = 1 − y: Iₓ(a, b) or I_y(b, a), by the continued fraction of DLMF 8.17.22, which
  /// converges in some √(a + b) terms when x, or y, is below its mean.
  private static func betaTails(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Tails {
    // xᵃyᵇ / B(a, b), with Stirling's formula taken out of B.
    let n = a + b
    let density =
      (a * b / (2 * .pi * n)).squareRoot() * regulatedGamma(n) / (regulatedGamma(a) * regulatedGamma(b))
      * exp(-a * excess(of: x, over: a / n) - b * excess(of: y, over: b / n))
    if x * (n + 2) <= a + 1 {
      let lower = density / (a * betaFraction(x, a, b))
      return Tails(lower: lower, upper: 1 - lower, density: density)
    } else {
      let upper = density / (b * betaFraction(y, b, a))
      return Tails(lower: 1 - upper, upper: upper, density: density)
    }
  }

  /// 1 + d₁/(1 + d₂/(1 + …)), by Lentz's method.
  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    func nonzero(_ value: Double) -> Double { value == 0 ? 1e-300 : value }
    var (value, c, d) = (1.0, 1.0, 0.0)
    for k in 1...1_000_000 {
      let m = Double(k / 2)
      let term =
        k.isMultiple(of: 2)
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + term * d)
      c = nonzero(1 + term / c)
      value *= c * d
      if abs(c * d - 1) < 2 * .ulpOfOne { break }
    }
    return value
  }

  /// x/m − 1 − ln(x/m) ≥ 0.
  private static func excess(of x: Double, over m: Double) -> Double {
    let u = (x - m) / m
    return u < -0.5 ? u - log(x / m) : excessOverLog1p(u)
  }

  /// P(T ≤ t), P(T > t) and the density of T, at one t.
  private struct Tails {
    var lower: Double
    var upper: Double
    var density: Double
  }

  /// The t at which a distribution has the given tails.
  private static func invert(
    lower p: Double, upper q: Double, from start: Double, _ tails: (Double) -> Tails
  ) -> Double {
    var (low, high) = (-745.0, 709.0)  // beyond, eᵗ is 0 or ∞
    var t = min(max(start, low), high)
    for _ in 0..<200 {
      let here = tails(t)
      let (tail, target, sign) = p < q ? (here.lower, p, 1.0) : (here.upper, q, -1.0)
      let excess = sign * (log(tail) - log(target))
      let step = excess * tail / here.density
      if abs(excess) < 1e-8 { return t - step }  // this step squares what is left
      if excess > 0 { high = t } else { low = t }
      t = t - step > low && t - step < high ? t - step : 0.5 * (low + high)
    }
    return t
  }
}
