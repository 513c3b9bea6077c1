// The statements of a model as they are written, before names mean anything.

/// A name in a model's text.
struct Name: Hashable, Sendable {
  let text: String
  let range: Range<Int>
}

/// One line of a model.
struct Statement: Sendable {
  enum Form: Sendable {
    /// `drop missing`.
    case dropMissing
    /// `theta: positive[school]`.
    case declaration(Name, Kind, size: Expression?)
    /// `name = expression`, `name[factor] = expression`.
    case definition(Name, factor: Name?, Expression)
    /// `target ~ distribution(…)`, with bounds where it is truncated.
    case distributed(Expression, as: Expression, bounds: Bounds?)
  }

  let form: Form
  let range: Range<Int>

  /// The name that the statement is about, on its left side.
  var subject: String? {
    switch form {
    case .dropMissing: nil
    case .declaration(let name, _, _), .definition(let name, _, _): name.text
    case .distributed(let target, _, _):
      if case .index(let vector, _) = target.form { vector.name } else { target.name }
    }
  }
}

/// The kind of number that a parameter is declared as.
enum Kind: Sendable {
  case real, positive, unit
  case interval(Expression, Expression)
  case ordered, positiveOrdered, simplex

  static let names = ["real", "positive", "unit", "interval", "ordered", "positive_ordered", "simplex"]
}

/// The ends of an interval.
struct Bounds: Sendable {
  let low: Expression
  let high: Expression
}

/// A formula.
struct Expression: Sendable {
  indirect enum Form: Sendable {
    case number(Double)
    /// A level of a factor.
    case text(String)
    case name(String)
    case negated(Expression)
    /// Sums and differences, or products and quotients, from the left.
    case chain(Expression, [(function: BinaryFunction, operand: Expression)])
    case power(Expression, Expression)
    case comparison(Comparison, Expression, Expression)
    case call(Name, [Expression])
    /// One element or several: `beta[2]`, `beta[1:3]`, `theta[school]`.
    case index(Expression, Expression)
    /// `1:3`, inside brackets.
    case range(Expression, Expression)
    /// `sum(k in 1:5) body`.
    case sum(Name, from: Expression, through: Expression, Expression)
    /// `[1, 2, 3]`.
    case list([Expression])
    /// `normal(0, 1) in (0, inf)`, as a part of a mixture.
    case truncated(Expression, Bounds)
  }

  let form: Form
  let range: Range<Int>

  /// The name, where the formula is nothing else.
  var name: String? { if case .name(let name) = form { name } else { nil } }
}

/// A comparison of data.
enum Comparison: String, Sendable {
  case equal = "=="
  case different = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}
