// Operators of formulas. A number may stand on either side.

extension Formula {
  private static func joined(_ a: Formula, _ sign: String, _ b: Formula, _ binding: Binding) -> Formula {
    // The right side binds more strongly: a − (b − c) keeps its parentheses, (a − b) − c needs none.
    let right = Binding(rawValue: binding.rawValue + 1) ?? .whole
    let left = binding == .comparison ? right : binding
    return Formula(text: "\(a.text(within: left)) \(sign) \(b.text(within: right))", binding: binding)
  }

  /// The sum, element by element; a number is added to each.
  public static func + (a: Formula, b: Formula) -> Formula { joined(a, "+", b, .sum) }
  /// The sum, element by element; a number is added to each.
  public static func + (a: Formula, b: some FormulaConvertible) -> Formula { a + b.formula }
  /// The sum, element by element; a number is added to each.
  public static func + (a: some FormulaConvertible, b: Formula) -> Formula { a.formula + b }

  /// The difference, element by element; a number is taken from each.
  public static func - (a: Formula, b: Formula) -> Formula { joined(a, "-", b, .sum) }
  /// The difference, element by element; a number is taken from each.
  public static func - (a: Formula, b: some FormulaConvertible) -> Formula { a - b.formula }
  /// The difference, element by element; a number is taken from each.
  public static func - (a: some FormulaConvertible, b: Formula) -> Formula { a.formula - b }

  /// The product: of numbers, of a block of columns and a vector, or of a matrix and a vector.
  public static func * (a: Formula, b: Formula) -> Formula { joined(a, "*", b, .product) }
  /// The product, element by element; of a block of columns and a vector, one number for each row.
  public static func * (a: Formula, b: some FormulaConvertible) -> Formula { a * b.formula }
  /// The product, element by element; of a block of columns and a vector, one number for each row.
  public static func * (a: some FormulaConvertible, b: Formula) -> Formula { a.formula * b }

  /// The quotient, element by element; a number divides each.
  public static func / (a: Formula, b: Formula) -> Formula { joined(a, "/", b, .product) }
  /// The quotient, element by element; a number divides each.
  public static func / (a: Formula, b: some FormulaConvertible) -> Formula { a / b.formula }
  /// The quotient, element by element; a number divides each.
  public static func / (a: some FormulaConvertible, b: Formula) -> Formula { a.formula / b }

  /// The same with the other sign, element by element.
  public static prefix func - (a: Formula) -> Formula {
    Formula(text: "-" + a.text(within: .power), binding: .sign)
  }

  // Comparisons of data: 1 where they hold and 0 elsewhere.

  /// 1 where two are equal, 0 elsewhere.
  public static func == (a: Formula, b: some FormulaConvertible) -> Formula { joined(a, "==", b.formula, .comparison) }
  /// 1 where a column of text has a level, 0 elsewhere.
  public static func == (a: Formula, level: String) -> Formula { joined(a, "==", Formula(level: level), .comparison) }
  /// 1 where two differ, 0 elsewhere.
  public static func != (a: Formula, b: some FormulaConvertible) -> Formula { joined(a, "!=", b.formula, .comparison) }
  /// 1 where a column of text has another level, 0 elsewhere.
  public static func != (a: Formula, level: String) -> Formula { joined(a, "!=", Formula(level: level), .comparison) }
  /// 1 where the first is less, 0 elsewhere.
  public static func < (a: Formula, b: some FormulaConvertible) -> Formula { joined(a, "<", b.formula, .comparison) }
  /// 1 where the first is less or equal, 0 elsewhere.
  public static func <= (a: Formula, b: some FormulaConvertible) -> Formula { joined(a, "<=", b.formula, .comparison) }
  /// 1 where the first is greater, 0 elsewhere.
  public static func > (a: Formula, b: some FormulaConvertible) -> Formula { joined(a, ">", b.formula, .comparison) }
  /// 1 where the first is greater or equal, 0 elsewhere.
  public static func >= (a: Formula, b: some FormulaConvertible) -> Formula { joined(a, ">=", b.formula, .comparison) }

  // Elements.

  private init(level: String) { self.init(text: "\"\(level)\"") }

  private func indexed(_ index: String) -> Formula { Formula(text: "\(text(within: .whole))[\(index)]") }

  /// The element of each row's level, by a factor or by whole numbers: `theta[school]`.
  public subscript(factor: Formula) -> Formula { indexed(factor.text) }
  /// One element, counted from 1.
  public subscript(place: Int) -> Formula { indexed("\(place)") }
  /// Several elements, counted from 1.
  public subscript(places: ClosedRange<Int>) -> Formula { indexed("\(places.lowerBound):\(places.upperBound)") }
  /// The element of one level of a factor: `theta["Choate"]`.
  public subscript(level: String) -> Formula { indexed(Formula(level: level).text) }
}
