import Foundation

extension Graph {
  /// ln Σ eˣ of a vector's elements. It is formed in pairs, so that no power overflows.
  package mutating func logSumExp(_ vector: Node) -> Node {
    logSumExp((0..<vectorCount(vector)).map { element(vector, $0) })
  }

  /// The same of several nodes of one extent, value by value.
  package mutating func logSumExp(_ terms: [Node]) -> Node {
    precondition(!terms.isEmpty, "there is no logarithm of no terms")
    if terms.count == 1 { return terms[0] }
    let half = terms.count / 2
    let (low, high) = (logSumExp(Array(terms[..<half])), logSumExp(Array(terms[half...])))
    return apply(.logAddExp, low, high)
  }
}

extension Double {
  /// ln x.
  var logarithm: Double { log(self) }
}
