/// What was understood of a model's text, for people.
package struct ModelSummary: Sendable {
  /// A sampled quantity.
  package struct Parameter: Sendable {
    package let name: String
    /// The constraint, as it would be declared: `positive`, `interval(0, b)`.
    package let constraint: String
    /// The number of elements; `nil` for one number.
    package let size: Int?
    /// The factor whose levels have a value each.
    package let factor: String?

    /// Whether a flat density is a uniform one.
    var isBounded: Bool {
      constraint == "unit" || constraint == "simplex"
        || (constraint.hasPrefix("interval") && !constraint.contains("inf)") && !constraint.contains("(-inf"))
    }
  }

  /// A statement with a distribution.
  package struct Distributed: Sendable {
    package enum Part: String, Sendable {
      /// By example: a minibatch has some of its terms.
      case likelihood
      /// Once for a parameter, whose elements' densities are summed.
      case prior
      /// Once for constants, or for a quantity made of parameters.
      case once
    }

    package let line: Int
    package let text: String
    package let part: Part
  }

  /// Parameters in the order of the position's coordinates.
  package var parameters: [Parameter] = []
  package var statements: [Distributed] = []
  /// Quantities that are made of parameters and reported with them.
  package var derived: [String] = []
  /// The table's columns that are used.
  package var columns: [String] = []
  package var constants: [String] = []
  /// What a user might not expect: flat parameters, rows that were left out.
  package var notes: [String] = []

  mutating func add(parameter name: String, constraint: String, shape: Quantity.Shape) {
    let size: Int? = if case .vector(let count, _) = shape { count } else { nil }
    let factor: String? = if case .vector(_, let factor) = shape { factor } else { nil }
    parameters.append(Parameter(name: name, constraint: constraint, size: size, factor: factor))
  }
}
