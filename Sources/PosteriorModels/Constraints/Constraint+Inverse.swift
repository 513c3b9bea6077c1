import Foundation

/// An element of a parameter that is not what it must be.
struct OutsideConstraint: Error, Hashable {
  /// The element, from 0.
  let element: Int
  /// "must be above 0".
  let requirement: String
}

extension Constraint {
  /// How far from 1 the sum of a simplex may be: files may have six digits.
  private static let sumTolerance = 1e-5

  /// The nodes of the bounds, the lower one first.
  var bounds: [Node] {
    switch self {
    case .above(let bound), .below(let bound): [bound]
    case .between(let low, let high): [low, high]
    case .real, .ordered, .positiveOrdered, .simplex: []
    }
  }

  /// The unconstrained coordinates at which ``transform(_:_:)`` gives a value.
  ///
  /// A value that rounding has put on its bound gets coordinates that give the bound.
  ///
  /// - Parameters:
  ///   - value: The parameter's elements.
  ///   - bounds: The numbers of ``bounds``, each for all elements or one for each.
  /// - Throws: ``OutsideConstraint`` for an element that is not what it must be.
  func coordinates(of value: [Double], bounds: [[Double]]) throws(OutsideConstraint) -> [Double] {
    if let element = value.firstIndex(where: { !$0.isFinite }) {
      throw OutsideConstraint(element: element, requirement: "must be finite")
    }
    let coordinates = try found(value, bounds)
    if let element = coordinates.firstIndex(where: { !$0.isFinite }) {
      throw OutsideConstraint(element: element, requirement: "must be nearer to its bound")
    }
    return coordinates
  }

  private func found(_ value: [Double], _ bounds: [[Double]]) throws(OutsideConstraint) -> [Double] {
    switch self {
    case .real: return value
    case .above:
      return try value.coordinates("above", bounds[0]) { x, low in logDistance(x - low, at: x) }
    case .below:
      return try value.coordinates("below", bounds[0]) { x, high in logDistance(high - x, at: x) }
    case .between:
      let low = try value.coordinates("above", bounds[0]) { x, low in logDistance(x - low, at: x) }
      let high = try value.coordinates("below", bounds[1]) { x, high in logDistance(high - x, at: x) }
      return zip(low, high).map { $0 - $1 }
    case .ordered, .positiveOrdered:
      let before = [self == .ordered ? -Double.infinity : 0] + value.dropLast()
      let steps = try value.coordinates("above", before) { x, before in
        before == -.infinity ? x : logDistance(x - before, at: x)
      }
      return steps
    case .simplex: return try logRatios(value)
    }
  }

  /// The isometric log-ratio, uⱼ = (Σ_{k < j} ln xₖ − j ln xⱼ)/√(j(j + 1)) with k from 0 and j from 1.
  private func logRatios(_ value: [Double]) throws(OutsideConstraint) -> [Double] {
    let zeros = [Double](repeating: 0, count: value.count)
    let logs = try value.coordinates("above", zeros) { x, zero in logDistance(x, at: zero) }
    let sum = value.reduce(0, +)
    guard abs(sum - 1) <= Self.sumTolerance else {
      throw OutsideConstraint(element: 0, requirement: "and the other elements must have the sum 1, which is \(sum)")
    }
    var sumBefore = logs[0]
    return logs.indices.dropFirst().map { j in
      defer { sumBefore += logs[j] }
      return (sumBefore - Double(j) * logs[j]) / (Double(j) * Double(j + 1)).squareRoot()
    }
  }
}

/// The logarithm of a value's distance from a bound; nil on the wrong side. On the bound it is that of a distance which
/// rounding takes away.
private func logDistance(_ distance: Double, at value: Double) -> Double? {
  if distance > 0 { return log(distance) }
  return distance == 0 ? log(max(value.ulp / 8, .leastNonzeroMagnitude)) : nil
}

extension [Double] {
  /// A coordinate for each element, from its bound.
  fileprivate func coordinates(
    _ side: String, _ bounds: [Double], _ coordinate: (Double, Double) -> Double?
  ) throws(OutsideConstraint) -> [Double] {
    var result: [Double] = []
    for (element, value) in enumerated() {
      let bound = bounds[bounds.count == 1 ? 0 : element]
      guard let found = coordinate(value, bound) else {
        throw OutsideConstraint(element: element, requirement: "must be \(side) \(bound)")
      }
      result.append(found)
    }
    return result
  }
}
