/// A density that finds the position at which it reports given values: the inverse of ``LogDensity/report(_:into:)``.
package protocol InvertibleReport: LogDensity {
  /// How many of the reported values, from the first on, say where the position is. The others follow from them.
  var definingCount: Int { get }

  /// The position (d elements) at which given values are reported.
  ///
  /// - Parameter values: As many as ``definingCount``, in the order of ``LogDensity/reportedNames``.
  /// - Throws: ``ReportError`` where a value is not what its parameter must be.
  func position(reporting values: [Double]) throws(ReportError) -> [Double]
}

/// Why there is no position at which given values are reported.
package struct ReportError: Error, Hashable, CustomStringConvertible {
  /// The parameter that is at fault, where one is.
  package let parameter: String?
  /// What is wrong with it.
  package let problem: String
  /// The chain of the draw that is at fault, from 1.
  package var chain: Int?
  /// The draw of that chain, from 1.
  package var draw: Int?

  /// A parameter, and what is wrong with it.
  package init(_ parameter: String?, _ problem: String) {
    (self.parameter, self.problem) = (parameter, problem)
  }

  /// "chain 2, draw 14: 'tau' is -0.5, and must be above 0".
  package var description: String {
    let place = chain.flatMap { chain in draw.map { "chain \(chain), draw \($0): " } } ?? ""
    return place + (parameter.map { "'\($0)' " } ?? "") + problem
  }
}
