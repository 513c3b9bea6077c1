internal import CGSL

/// The derivative of `function` at `x` by GSL's five-point central differences, and GSL's estimate of its absolute
/// error.
///
/// GSL starts from `step` and adapts it once to balance truncation against rounding. Where the function is not finite,
/// neither is the result.
package func numericalDerivative(
  at x: Double, step: Double, of function: (Double) -> Double
) -> (value: Double, error: Double) {
  GSLErrorHandler.install()
  var (value, error) = (Double.nan, Double.nan)
  withoutActuallyEscaping(function) { function in
    var call = function
    withUnsafeMutablePointer(to: &call) { call in
      var function = gsl_function(
        function: { x, call in
          call.map { $0.assumingMemoryBound(to: ((Double) -> Double).self).pointee(x) } ?? .nan
        }, params: call)
      _ = gsl_deriv_central(&function, x, step, &value, &error)
    }
  }
  return (value, error)
}
