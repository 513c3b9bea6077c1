internal import CPosteriorKernels

/// The precision of a design's numbers in memory. Arithmetic is in double precision always.
public enum DesignPrecision: String, Sendable, Hashable, CaseIterable {
  /// 8 bytes a number.
  case double
  /// 4 bytes a number, rounded to 24 bits: half the memory, and the posterior of data that are rounded so.
  case single

  /// The bytes of a number.
  package var size: Int { self == .double ? 8 : 4 }
}

/// Rows in memory, as long as they are lent.
package struct LentRows {
  /// Rows of the design one after another.
  package let design: UnsafeRawPointer
  /// What their numbers are.
  package let precision: DesignPrecision
  /// A response for each of these rows.
  package let responses: UnsafePointer<Double>
  /// How many rows there are.
  package let rowCount: Int
  /// Which of them are lent, in the order in which they were asked for; empty where all are, in their order.
  package let places: UnsafeBufferPointer<Int32>

  /// Rows of some memory.
  package init(
    design: UnsafeRawPointer, _ precision: DesignPrecision, responses: UnsafePointer<Double>, rowCount: Int,
    places: UnsafeBufferPointer<Int32> = UnsafeBufferPointer(start: nil, count: 0)
  ) {
    (self.design, self.precision, self.responses) = (design, precision, responses)
    (self.rowCount, self.places) = (rowCount, places)
  }
}

extension LentRows {
  /// Writes the linear predictors of lent rows from `first` on, at a position of d elements.
  func writePredictors(
    _ predictors: UnsafeMutableBufferPointer<Double>, from first: Int, at position: UnsafeBufferPointer<Double>
  ) {
    let (places, count) = (places.baseAddress.map { $0 + first }, predictors.count)
    let ahead = self.places.count - first - count
    switch precision {
    case .double:
      cpk_linear_predictors(
        design.assumingMemoryBound(to: Double.self), rowCount, position.count, places, count, ahead,
        position.baseAddress, predictors.baseAddress)
    case .single:
      cpk_linear_predictors_single(
        design.assumingMemoryBound(to: Float.self), rowCount, position.count, places, count, ahead,
        position.baseAddress, predictors.baseAddress)
    }
  }

  /// Adds lent rows from `first` on, each times its weight, to d sums.
  func add(
    _ weights: UnsafeMutableBufferPointer<Double>, from first: Int, to sums: UnsafeMutableBufferPointer<Double>
  ) {
    let (places, count) = (places.baseAddress.map { $0 + first }, weights.count)
    let ahead = self.places.count - first - count
    switch precision {
    case .double:
      cpk_add_weighted_rows(
        design.assumingMemoryBound(to: Double.self), rowCount, sums.count, places, count, ahead, weights.baseAddress,
        sums.baseAddress)
    case .single:
      cpk_add_weighted_rows_single(
        design.assumingMemoryBound(to: Float.self), rowCount, sums.count, places, count, ahead, weights.baseAddress,
        sums.baseAddress)
    }
  }

  /// Adds scale · Σ xᵢ(yᵢ − xᵢᵀβ) over lent rows, in one pass; without their responses −scale · Σ xᵢxᵢᵀβ.
  func addLeastSquares(
    at position: UnsafeBufferPointer<Double>, scaledBy scale: Double, withResponses: Bool,
    to sums: UnsafeMutableBufferPointer<Double>
  ) {
    let responses = withResponses ? responses : nil
    let isDone =
      switch precision {
      case .double:
        cpk_add_linear_gradient(
          design.assumingMemoryBound(to: Double.self), rowCount, position.count, responses, places.baseAddress,
          places.count, position.baseAddress, scale, sums.baseAddress)
      case .single:
        cpk_add_linear_gradient_single(
          design.assumingMemoryBound(to: Float.self), rowCount, position.count, responses, places.baseAddress,
          places.count, position.baseAddress, scale, sums.baseAddress)
      }
    precondition(isDone != 0, "a place is outside the \(rowCount) rows that are lent")
  }

  /// The first of the lent rows, of d numbers, and its response.
  func first(_ d: Int) -> (row: [Double], response: Double) {
    let place = Int(places.first ?? 0)
    return (numbers(d * place..<d * (place + 1)), responses[place])
  }

  /// Calls a function with all rows in double precision.
  func withDoubles<Result>(_ d: Int, _ body: (UnsafePointer<Double>?) -> Result) -> Result {
    guard precision == .single else { return body(design.assumingMemoryBound(to: Double.self)) }
    return numbers(0..<rowCount * d).withUnsafeBufferPointer { body($0.baseAddress) }
  }

  private func numbers(_ places: Range<Int>) -> [Double] {
    switch precision {
    case .double:
      Array(UnsafeBufferPointer(rebasing: buffer(of: Double.self, places.upperBound)[places]))
    case .single: buffer(of: Float.self, places.upperBound)[places].map { Double($0) }
    }
  }

  private func buffer<Element>(of type: Element.Type, _ count: Int) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: design.assumingMemoryBound(to: type), count: count)
  }
}
