internal import CGSL

/// GSL's special functions and distribution functions, under their mathematical names.
///
/// Arguments outside a function's domain give NaN.
public enum SpecialFunctions {
  /// ln Γ(x).
  public static func logGamma(_ x: Double) -> Double { checked { gsl_sf_lngamma_e(x, $0) } }

  /// ψ(x) = d ln Γ(x) / dx.
  public static func digamma(_ x: Double) -> Double { checked { gsl_sf_psi_e(x, $0) } }

  /// ψ₁(x) = d² ln Γ(x) / dx².
  public static func trigamma(_ x: Double) -> Double { checked { gsl_sf_psi_1_e(x, $0) } }

  /// x − ln(1 + x) ≥ 0, accurate for small x where the difference would cancel.
  public static func excessOverLog1p(_ x: Double) -> Double { -checked { gsl_sf_log_1plusx_mx_e(x, $0) } }

  /// The distribution function of the standard normal.
  public static func normalCDF(_ x: Double) -> Double { gsl_cdf_ugaussian_P(x) }

  /// The quantile function of the standard normal.
  public static func normalQuantile(_ p: Double) -> Double { quantile(p) { gsl_cdf_ugaussian_Pinv(p) } }

  /// The quantile function of Student's t with `degrees` degrees of freedom.
  public static func studentTQuantile(_ p: Double, degrees: Double) -> Double {
    quantile(p, degrees) { gsl_cdf_tdist_Pinv(p, degrees) }
  }

  /// The distribution function of the gamma distribution: P(X ≤ x).
  public static func gammaCDF(_ x: Double, shape: Double, scale: Double) -> Double {
    quantile(0.5, shape, scale) { gsl_cdf_gamma_P(x, shape, scale) }
  }

  /// The quantile function of the gamma distribution with mean `shape * scale`.
  public static func gammaQuantile(_ p: Double, shape: Double, scale: Double) -> Double {
    quantile(p, shape, scale) { gsl_cdf_gamma_Pinv(p, shape, scale) }
  }

  /// The upper quantile of the gamma distribution: P(X > x) = q, accurate for small q.
  public static func gammaUpperQuantile(_ q: Double, shape: Double, scale: Double) -> Double {
    quantile(q, shape, scale) { gsl_cdf_gamma_Qinv(q, shape, scale) }
  }

  /// The quantile function of the beta distribution; NaN where GSL cannot evaluate its distribution function, as
  /// happens from about `a + b` = 10⁶.
  public static func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
    quantile(p, a, b) {
      // GSL's own inverse does not return where its distribution function is NaN: bisect that function instead.
      // Positive numbers are ordered as their bit patterns, so that 62 halvings reach the nearest one of any size.
      var (below, above) = (0.0.bitPattern, 1.0.bitPattern)
      while above - below > 1 {
        let middle = below + (above - below) / 2
        let probability = gsl_cdf_beta_P(Double(bitPattern: middle), a, b)
        if probability.isNaN { return .nan }
        if probability < p { below = middle } else { above = middle }
      }
      return p == 0 || p == 1 ? p : Double(bitPattern: above)
    }
  }

  /// A quantile at a probability, of a distribution whose parameters are positive.
  private static func quantile(
    _ p: Double, _ first: Double = 1, _ second: Double = 1, _ call: () -> Double
  ) -> Double {
    let isPositive = first > 0 && first.isFinite && second > 0 && second.isFinite
    guard p >= 0, p <= 1, isPositive else { return .nan }
    GSLErrorHandler.install()
    return call()
  }

  private static func checked(_ call: (UnsafeMutablePointer<gsl_sf_result>) -> Int32) -> Double {
    GSLErrorHandler.install()
    var result = gsl_sf_result()
    return call(&result) == Int32(GSL_SUCCESS) ? result.val : .nan
  }
}
