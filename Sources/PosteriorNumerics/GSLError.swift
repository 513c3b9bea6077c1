internal import CGSL
internal import CPosteriorKernels

/// A failure reported by the GNU Scientific Library, with the library's own reason.
public struct GSLError: Error, Equatable, CustomStringConvertible {
  /// GSL's status code, such as `GSL_EDOM`.
  package let status: Int
  /// The reason GSL gave where it failed, such as "matrix is not positive definite".
  package let reason: String

  /// The reason and the meaning of the status code.
  public var description: String {
    "\(reason) (GSL: \(String(cString: gsl_strerror(Int32(status)))))"
  }
}

/// GSL's default error handler aborts the process. It is replaced once, before the first call that can fail.
@usableFromInline
enum GSLErrorHandler {
  private static let installation: Void = cpk_install_error_handler()

  @usableFromInline
  static func install() { installation }
}

/// Runs one GSL call and turns its status code into an error.
func gsl(_ call: () -> Int32) throws(GSLError) {
  GSLErrorHandler.install()
  let status = call()
  guard status == Int32(GSL_SUCCESS) else {
    throw GSLError(status: Int(status), reason: String(cString: cpk_last_error_reason()))
  }
}
