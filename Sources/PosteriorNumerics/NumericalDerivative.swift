internal import CGSL

/// The derivative of `function` at `x` by GSL's five-point central differences, and GSL's estimate of its absolute
/// error.
///
/// GSL starts from `step` and adapts it once to balance truncation against rounding. Where its estimate of the error is
/// above 10⁻⁶ of the derivative, shorter first steps are tried, a tenth at a time, and the result of least error is
/// taken. Where the function is not finite, neither is the result.
package func numericalDerivative(
  at x: Double, step: Double, of function: (Double) -> Double
) -> (value: Double, error: Double) {
  var best = centralDerivative(at: x, step: step, of: function)
  var finer = step / 10
  while !(best.error <= 1e-6 * abs(best.value)), finer > 1e-9 * step {
    let next = centralDerivative(at: x, step: finer, of: function)
    if next.error < best.error || !best.error.isFinite { best = next }
    finer /= 10
  }
  return best
}

private func centralDerivative(
  at x: Double, step: Double, of function: (Double) -> Double
) -> (value: Double, error: Double) {
  GSLErrorHandler.install()
  var (value, error) = (Double.nan, Double.nan)
  withoutActuallyEscaping(function) { function in
    var call = function
    withUnsafeMutablePointer(to: &call) { call in
      var function = gsl_function(function: calling, params: call)
      _ = gsl_deriv_central(&function, x, step, &value, &error)
    }
  }
  return (value, error)
}

/// What GSL calls: the value at `x` of the function that is at `call`.
private func calling(_ x: Double, _ call: UnsafeMutableRawPointer?) -> Double {
  call.map { $0.assumingMemoryBound(to: ((Double) -> Double).self).pointee(x) } ?? .nan
}
