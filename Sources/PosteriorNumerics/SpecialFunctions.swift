internal import CGSL

/// GSL's special functions and distribution functions, under their mathematical names.
///
/// Arguments outside a function's domain give NaN.
package enum SpecialFunctions {
  /// ln Γ(x).
  package static func logGamma(_ x: Double) -> Double { checked { gsl_sf_lngamma_e(x, $0) } }

  /// ψ(x) = d ln Γ(x) / dx.
  package static func digamma(_ x: Double) -> Double { checked { gsl_sf_psi_e(x, $0) } }

  /// ψ₁(x) = d² ln Γ(x) / dx².
  package static func trigamma(_ x: Double) -> Double { checked { gsl_sf_psi_1_e(x, $0) } }

  /// Γ*(x) = Γ(x) / (√(2π) xˣ⁻½ e⁻ˣ): what Stirling's formula leaves of Γ(x), x > 0.
  static func regulatedGamma(_ x: Double) -> Double { checked { gsl_sf_gammastar_e(x, $0) } }

  /// x − ln(1 + x) ≥ 0, accurate for small x where the difference would cancel.
  package static func excessOverLog1p(_ x: Double) -> Double { -checked { gsl_sf_log_1plusx_mx_e(x, $0) } }

  /// The distribution function of the standard normal.
  package static func normalCDF(_ x: Double) -> Double { gsl_cdf_ugaussian_P(x) }

  /// The quantile function of the standard normal.
  package static func normalQuantile(_ p: Double) -> Double { inDomain(p) { gsl_cdf_ugaussian_Pinv(p) } }

  /// The quantile function of Student's t with `degrees` degrees of freedom.
  package static func studentTQuantile(_ p: Double, degrees: Double) -> Double {
    inDomain(p, degrees) { gsl_cdf_tdist_Pinv(p, degrees) }
  }

  /// The distribution function of the gamma distribution: P(X ≤ x).
  package static func gammaCDF(_ x: Double, shape: Double, scale: Double) -> Double {
    inDomain(0.5, shape, scale) { gsl_cdf_gamma_P(x, shape, scale) }
  }

  /// P(X ≤ x) and P(X > x) for the gamma distribution with the given shape and scale 1.
  static func gammaTails(_ x: Double, shape: Double) -> (lower: Double, upper: Double) {
    GSLErrorHandler.install()
    return (gsl_cdf_gamma_P(x, shape, 1), gsl_cdf_gamma_Q(x, shape, 1))
  }

  /// The value of `call` at a probability, for a distribution whose parameters are positive; otherwise NaN.
  private static func inDomain(
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
