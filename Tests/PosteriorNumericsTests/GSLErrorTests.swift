import CGSL
import Testing

@testable import PosteriorNumerics

/// Failures inside GSL come back as errors that carry GSL's own reason; none aborts the process.
@Suite struct GSLErrorTests {
  @Test(arguments: [[1, 2, 2, 1], [-1, 0, 0, 1], [0, 0, 0, 0], [1.0, 1, 1, 1]]) func notPositiveDefinite(
    _ elements: [Double]
  ) {
    let error = #expect(throws: GSLError.self) { try Cholesky(Matrix(columnCount: 2, elements: elements)) }
    #expect(error == GSLError(status: Int(GSL_EDOM), reason: "matrix is not positive definite"))
    #expect(error?.description == "matrix is not positive definite (GSL: input domain error)")
  }

  @Test(arguments: [Double.nan, .infinity]) func notFinite(_ value: Double) {
    let matrix = Matrix(columnCount: 2, elements: [1, 0, 0, value])
    let expected = GSLError(status: Int(GSL_EDOM), reason: "matrix has an element that is not finite")
    #expect(throws: expected) { try Cholesky(matrix) }
    #expect(throws: expected) { try SymmetricEigen(matrix) }
  }

  @Test func theReasonIsTheLastFailures() throws {
    var matrix = Matrix(rowCount: 2, columnCount: 3)
    func failure() -> GSLError? {
      do throws(GSLError) {
        try matrix.withGSL { (view) throws(GSLError) in try gsl { gsl_linalg_cholesky_decomp1(view) } }
        return nil
      } catch { return error }
    }
    #expect(throws: GSLError.self) { try Cholesky(Matrix(columnCount: 1, elements: [-1])) }
    #expect(failure() == GSLError(status: Int(GSL_ENOTSQR), reason: "Cholesky decomposition requires square matrix"))
  }

  /// Reasons are kept for each thread: failures side by side do not take each other's.
  @Test func everyThreadHasItsOwnReason() async {
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          (0..<200).allSatisfy { _ in
            let status = task.isMultiple(of: 2) ? GSL_EDOM : GSL_ENOMEM
            do throws(GSLError) {
              try gsl {
                gsl_error("task \(task)", "file", 1, Int32(status))
                return Int32(status)
              }
              return false
            } catch { return error == GSLError(status: Int(status), reason: "task \(task)") }
          }
        }
      }
      for await isOwn in group { #expect(isOwn) }
    }
  }
}
