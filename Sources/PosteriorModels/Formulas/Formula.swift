/// A formula of a model that is written in Swift: a number, a name, or an expression of others.
///
///     let rate = exp(a[group] + b * x)
///
/// Operators and functions are those of the model language (Docs/ModelLanguage.md), with names in camel case. Elements
/// are counted from 1, as in models. Nothing is computed: a formula is what it would be as a text.
public struct Formula: Sendable {
  /// The formula in the model language.
  let text: String
  /// What binds its outermost operator.
  let binding: Binding

  /// How strongly an operator holds its operands, weakest first.
  enum Binding: Int, Comparable, Sendable {
    case comparison, sum, product, sign, power, whole
    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  init(text: String, binding: Binding = .whole) {
    self.text = text
    self.binding = binding
  }

  /// A name of the data or of the model.
  init(name: String) {
    var letters = name.unicodeScalars.makeIterator()
    let isPlain =
      letters.next().map { $0 == "_" || $0.properties.isAlphabetic } == true
      && name.unicodeScalars.allSatisfy {
        $0 == "_" || $0 == "." || ("0"..."9").contains($0) || $0.properties.isAlphabetic
      }
    self.init(text: isPlain ? name : "`\(name)`")
  }

  /// A call of a function of the language.
  init(_ function: String, _ arguments: Formula...) { self.init(function, arguments) }

  init(_ function: String, _ arguments: [Formula]) {
    self.init(text: "\(function)(\(arguments.map(\.text).joined(separator: ", ")))")
  }

  /// The text, in parentheses where an operator around it would take it apart.
  func text(within binding: Binding) -> String { self.binding < binding ? "(\(text))" : text }
}

/// What a formula may be made of without saying so: numbers and arrays of them.
public protocol FormulaConvertible {
  /// The formula.
  var formula: Formula { get }
}

extension Formula: FormulaConvertible {
  /// The formula itself, which needs no conversion.
  public var formula: Formula { self }
}

extension Double: FormulaConvertible {
  /// The number as a formula: a constant of the model.
  public var formula: Formula {
    let digits = written(magnitude)
    return sign == .minus ? Formula(text: "-" + digits, binding: .sign) : Formula(text: digits)
  }
}

extension Int: FormulaConvertible {
  /// The number as a formula: a constant of the model.
  public var formula: Formula { Double(self).formula }
}

extension Array: FormulaConvertible where Element: FormulaConvertible {
  /// A vector, or a matrix by rows.
  public var formula: Formula { Formula(text: "[\(map(\.formula.text).joined(separator: ", "))]") }
}

extension Formula: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// The number as a formula: a constant of the model.
  public init(floatLiteral value: Double) { self = value.formula }
  /// The number as a formula: a constant of the model.
  public init(integerLiteral value: Int) { self = value.formula }
  /// A vector, a vector for each row, or a matrix by rows: `[0, a + b * x]`.
  public init(arrayLiteral elements: Formula...) { self = elements.formula }
}
