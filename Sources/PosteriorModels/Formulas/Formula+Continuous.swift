// Distributions of numbers.

extension Formula.Distribution {
  /// The normal distribution of mean μ and standard deviation σ.
  public static func normal(_ mu: some FormulaConvertible, _ sigma: some FormulaConvertible) -> Self {
    Self("normal", mu.formula, sigma.formula)
  }
  /// Student's t distribution with ν degrees of freedom, location μ and scale σ.
  public static func studentT(
    _ nu: some FormulaConvertible, _ mu: some FormulaConvertible, _ sigma: some FormulaConvertible
  ) -> Self {
    Self("student_t", nu.formula, mu.formula, sigma.formula)
  }
  /// The Cauchy distribution of location μ and scale σ.
  public static func cauchy(_ mu: some FormulaConvertible, _ sigma: some FormulaConvertible) -> Self {
    Self("cauchy", mu.formula, sigma.formula)
  }
  /// The Laplace distribution of location μ and scale σ.
  public static func laplace(_ mu: some FormulaConvertible, _ sigma: some FormulaConvertible) -> Self {
    Self("laplace", mu.formula, sigma.formula)
  }
  /// The logistic distribution of location μ and scale σ.
  public static func logistic(_ mu: some FormulaConvertible, _ sigma: some FormulaConvertible) -> Self {
    Self("logistic", mu.formula, sigma.formula)
  }
  /// The positive half of a normal distribution around 0.
  public static func halfNormal(_ sigma: some FormulaConvertible) -> Self { Self("half_normal", sigma.formula) }
  /// The positive half of a Cauchy distribution around 0.
  public static func halfCauchy(_ sigma: some FormulaConvertible) -> Self { Self("half_cauchy", sigma.formula) }
  /// The positive half of a t distribution around 0.
  public static func halfStudentT(_ nu: some FormulaConvertible, _ sigma: some FormulaConvertible) -> Self {
    Self("half_student_t", nu.formula, sigma.formula)
  }
  /// The distribution of eˣ, x normal.
  public static func lognormal(_ mu: some FormulaConvertible, _ sigma: some FormulaConvertible) -> Self {
    Self("lognormal", mu.formula, sigma.formula)
  }
  /// The exponential distribution of rate β.
  public static func exponential(_ beta: some FormulaConvertible) -> Self { Self("exponential", beta.formula) }
  /// The gamma distribution of shape α and rate β.
  public static func gamma(_ alpha: some FormulaConvertible, _ beta: some FormulaConvertible) -> Self {
    Self("gamma", alpha.formula, beta.formula)
  }
  /// The distribution of 1/x, x gamma distributed.
  public static func invGamma(_ alpha: some FormulaConvertible, _ beta: some FormulaConvertible) -> Self {
    Self("inv_gamma", alpha.formula, beta.formula)
  }
  /// The χ² distribution with ν degrees of freedom.
  public static func chiSquare(_ nu: some FormulaConvertible) -> Self { Self("chi_square", nu.formula) }
  /// The Weibull distribution of shape α and scale σ.
  public static func weibull(_ alpha: some FormulaConvertible, _ sigma: some FormulaConvertible) -> Self {
    Self("weibull", alpha.formula, sigma.formula)
  }
  /// The Pareto distribution from `yMin` on, of shape α.
  public static func pareto(_ yMin: some FormulaConvertible, _ alpha: some FormulaConvertible) -> Self {
    Self("pareto", yMin.formula, alpha.formula)
  }
  /// The beta distribution, with mean α/(α + β), on numbers from 0 to 1.
  public static func beta(_ alpha: some FormulaConvertible, _ beta: some FormulaConvertible) -> Self {
    Self("beta", alpha.formula, beta.formula)
  }
  /// The uniform distribution between two numbers.
  public static func uniform(_ alpha: some FormulaConvertible, _ beta: some FormulaConvertible) -> Self {
    Self("uniform", alpha.formula, beta.formula)
  }
}
