// The functions of the model language, with names in camel case.
//
// Where Swift has a function of the same name, that of numbers is meant wherever it can be. The attribute with an
// underscore says so: no other spelling keeps log(2) a number in a program that imports this module.

/// eˣ of a number, or of each element: `exp` in texts.
@_disfavoredOverload public func exp(_ x: Formula) -> Formula { Formula("exp", x) }
/// The natural logarithm of what must be positive: `log` in texts.
@_disfavoredOverload public func log(_ x: Formula) -> Formula { Formula("log", x) }
/// ln(1 + x), exact where x is small: `log1p` in texts.
@_disfavoredOverload public func log1p(_ x: Formula) -> Formula { Formula("log1p", x) }
/// eˣ − 1, exact where x is small: `expm1` in texts.
@_disfavoredOverload public func expm1(_ x: Formula) -> Formula { Formula("expm1", x) }
/// The square root of what must not be negative: `sqrt` in texts.
@_disfavoredOverload public func sqrt(_ x: Formula) -> Formula { Formula("sqrt", x) }
/// The absolute value, whose derivative jumps at 0: `abs` in texts.
@_disfavoredOverload public func abs(_ x: Formula) -> Formula { Formula("abs", x) }
/// The sine of an angle in radians: `sin` in texts.
@_disfavoredOverload public func sin(_ x: Formula) -> Formula { Formula("sin", x) }
/// The cosine of an angle in radians: `cos` in texts.
@_disfavoredOverload public func cos(_ x: Formula) -> Formula { Formula("cos", x) }
/// The hyperbolic tangent, as a network's unit has it: `tanh` in texts.
@_disfavoredOverload public func tanh(_ x: Formula) -> Formula { Formula("tanh", x) }
/// ln |Γ(x)|, ln (x − 1)! of whole numbers: `lgamma` in texts.
@_disfavoredOverload public func lgamma(_ x: Formula) -> Formula { Formula("lgamma", x) }
/// x to the power y.
@_disfavoredOverload public func pow(_ x: Formula, _ y: Formula) -> Formula {
  Formula(text: "\(x.text(within: .whole)) ^ \(y.text(within: .sign))", binding: .power)
}
/// The smaller of two.
@_disfavoredOverload public func min(_ x: Formula, _ y: Formula) -> Formula { Formula("min", x, y) }
/// The greater of two.
@_disfavoredOverload public func max(_ x: Formula, _ y: Formula) -> Formula { Formula("max", x, y) }

/// x², element by element: `square` in texts.
public func square(_ x: Formula) -> Formula { Formula("square", x) }
/// 1/x, element by element: `inv` in texts.
public func inv(_ x: Formula) -> Formula { Formula("inv", x) }
/// 1/(1 + e^−x), a probability of its log odds: `inv_logit` in texts.
public func invLogit(_ x: Formula) -> Formula { Formula("inv_logit", x) }
/// ln(x/(1 − x)), the log odds of a probability: `logit` in texts.
public func logit(_ x: Formula) -> Formula { Formula("logit", x) }
/// The standard normal distribution function Φ.
public func phi(_ x: Formula) -> Formula { Formula("Phi", x) }
/// ln(1 + eˣ), without overflow where x is large: `log1p_exp` in texts.
public func log1pExp(_ x: Formula) -> Formula { Formula("log1p_exp", x) }
/// ln(eˣ + eʸ), without overflow: `log_sum_exp` in texts.
public func logSumExp(_ x: Formula, _ y: Formula) -> Formula { Formula("log_sum_exp", x, y) }
/// ln Σ e^vₖ of a vector's elements.
public func logSumExp(_ vector: Formula) -> Formula { Formula("log_sum_exp", vector) }
/// Sums of a vector's elements up to each.
public func cumulativeSum(_ vector: Formula) -> Formula { Formula("cumulative_sum", vector) }

/// (xᵢ − xⱼ)² of a column or a known vector, as a matrix.
public func squaredDistances(_ x: Formula) -> Formula { Formula("squared_distances", x) }
/// The lower triangular matrix L with Σ = L Lᵀ.
public func cholesky(_ covariance: Formula) -> Formula { Formula("cholesky", covariance) }

/// The sum of a column, or of a vector's elements.
public func sum(_ x: Formula) -> Formula { Formula("sum", x) }
/// The sum of several formulas: `sum((1...5).map { a[$0] * tanh(b[$0] * x) })`.
public func sum(_ terms: [Formula]) -> Formula { terms.dropFirst().reduce(terms.first ?? 0) { $0 + $1 } }
/// The mean of a column, or of a vector's elements.
public func mean(_ x: Formula) -> Formula { Formula("mean", x) }
/// The standard deviation of a column, with N − 1.
public func sd(_ column: Formula) -> Formula { Formula("sd", column) }
/// The smallest value of a column.
public func min(_ column: Formula) -> Formula { Formula("min", column) }
/// The greatest value of a column.
public func max(_ column: Formula) -> Formula { Formula("max", column) }
/// A column, or each of a block, less its mean.
public func center(_ column: Formula) -> Formula { Formula("center", column) }
/// A column, or each of a block, less its mean and divided by its standard deviation.
public func standardize(_ column: Formula) -> Formula { Formula("standardize", column) }
/// The value some rows before.
public func lag(_ column: Formula, _ rows: Int) -> Formula { Formula("lag", column, rows.formula) }
/// Columns as a block, whose product with a vector is a predictor: `columns(age, dose) * beta`.
public func columns(_ parts: Formula...) -> Formula { Formula("columns", parts) }
