// Distributions of whole numbers, and of vectors.

extension Formula.Distribution {
  /// 1 with probability θ, else 0.
  public static func bernoulli(_ theta: some FormulaConvertible) -> Self { Self("bernoulli", theta.formula) }
  /// 1 with log odds η, else 0.
  public static func bernoulliLogit(_ eta: some FormulaConvertible) -> Self { Self("bernoulli_logit", eta.formula) }
  /// How many of n succeed, each with probability θ.
  public static func binomial(_ n: some FormulaConvertible, _ theta: some FormulaConvertible) -> Self {
    Self("binomial", n.formula, theta.formula)
  }
  /// How many of n succeed, each with log odds η.
  public static func binomialLogit(_ n: some FormulaConvertible, _ eta: some FormulaConvertible) -> Self {
    Self("binomial_logit", n.formula, eta.formula)
  }
  /// The Poisson distribution of mean λ.
  public static func poisson(_ lambda: some FormulaConvertible) -> Self { Self("poisson", lambda.formula) }
  /// The Poisson distribution of mean e^η.
  public static func poissonLog(_ eta: some FormulaConvertible) -> Self { Self("poisson_log", eta.formula) }
  /// The negative binomial distribution of mean μ and variance μ + μ²/φ.
  public static func negBinomial2(_ mu: some FormulaConvertible, _ phi: some FormulaConvertible) -> Self {
    Self("neg_binomial_2", mu.formula, phi.formula)
  }
  /// The negative binomial distribution of mean e^η and variance e^η + e^2η/φ.
  public static func negBinomial2Log(_ eta: some FormulaConvertible, _ phi: some FormulaConvertible) -> Self {
    Self("neg_binomial_2_log", eta.formula, phi.formula)
  }
  /// Ordered categories 1, …, K: η between K − 1 ordered cuts, with logistic noise.
  public static func orderedLogistic(_ eta: some FormulaConvertible, _ cuts: some FormulaConvertible) -> Self {
    Self("ordered_logistic", eta.formula, cuts.formula)
  }
  /// Categories 1, …, K with the probabilities of a simplex.
  public static func categorical(_ theta: some FormulaConvertible) -> Self { Self("categorical", theta.formula) }
  /// Categories 1, …, K with logits: a vector, or one for each row, `[0, a + b * x]`.
  public static func categoricalLogit(_ eta: some FormulaConvertible) -> Self {
    Self("categorical_logit", eta.formula)
  }
  /// The Dirichlet distribution of simplexes.
  public static func dirichlet(_ alpha: some FormulaConvertible) -> Self { Self("dirichlet", alpha.formula) }
  /// The normal distribution of vectors with a covariance matrix.
  public static func multiNormal(_ mu: some FormulaConvertible, _ covariance: some FormulaConvertible) -> Self {
    Self("multi_normal", mu.formula, covariance.formula)
  }
  /// The normal distribution of vectors with a covariance's Cholesky factor.
  public static func multiNormalCholesky(_ mu: some FormulaConvertible, _ factor: some FormulaConvertible) -> Self {
    Self("multi_normal_cholesky", mu.formula, factor.formula)
  }
}
