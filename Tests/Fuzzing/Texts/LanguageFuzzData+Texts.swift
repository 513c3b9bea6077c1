// What is mutated, and what is put in.

extension LanguageFuzzData {
  static let signs: [String] = [
    "~", "=", ":", "(", ")", "[", "]", ",", "+", "-", "*", "/", "^", "==", "<", "!=", "\n", " ", "#", "\"", "`", ".",
    "0", "1", "1e9", "in (0, 1)", "drop missing", "\u{2212}", "é", "\u{1F600}", "\r\n",
  ]

  static let formulas: [String] = [
    "0", "1", "2", "3", "-1", "0.5", "1e9", "inf", "-inf", "mu", "tau", "theta", "y", "x", "z", "u", "gap", "cured",
    "group", "site", "other", "junk", "K", "m", "S", "X", "X * b", "pi", "p", "c", "b", "theta[group]", "theta[site]",
    "b[2]", "b[1:2]", "b[K]", "m[group]", "[1, 2]", "[1, 1, 1]", "[mu, 1, 2]", "columns(x, z)", "columns(y : u)",
    "columns(x, z) * b", "sum(k in 1:3) b[k]", "sum(k in 1:1000000) x", "lag(x, 1)", "lag(y, 2)", "mean(x)", "sd(z)",
    "mean(b)", "sum(b)", "center(x)", "standardize(z)", "min(x)", "max(x, mu)", "logit(p)", "log(z)", "exp(mu)",
    "log_sum_exp(b)", "cumulative_sum(b)", "(cured == \"yes\")", "(x > 0)", "sqrt(-1)", "tau ^ 2", "x * b", "\"a\"",
    "real", "positive", "unit", "interval(0, 2)", "interval(mu, tau)", "ordered[3]", "positive_ordered[2]",
    "simplex[3]",
    "[0, x]", "cholesky(M)", "cholesky(tau * M)", "squared_distances(x)", "squared_distances(b)",
    "exp(-squared_distances(z) / tau)", "[mu, x * mu]", "[x, z]", "[[1, 2], [3, 4]]", "[[mu, 0], [1, tau]]", "M",
    "tau * M", "S * b",
    "M * [1, mu]",
    "[x, mu * z] * b", "columns(x, z)[2]", "normal(0, 1) in (0, 1)",
    "simplex[2]", "real[group]", "real[2]", "real[100000]",
  ]

  static let distributions: [String] = [
    "normal(0, 1)", "normal(mu, tau)", "normal(m, 1)", "half_cauchy(5)", "half_normal(tau)", "poisson_log(mu)",
    "poisson_log(theta[group])", "poisson(2)", "mix(0.3, normal(0, 1), normal(mu, 2))", "mix(p, point(0), poisson(3))",
    "mix(p, normal(0, 1), cauchy(mu, 2))", "mix(p, point(0), point(1), beta(1, 2))", "point(0)", "beta(1, 1)",
    "uniform(0, 1)", "uniform(mu, 3)", "dirichlet([1, 1])", "dirichlet(p)", "dirichlet(1)", "ordered_logistic(mu, c)",
    "ordered_logistic(b * x, c)", "bernoulli(0.5)", "binomial(5, p)", "binomial(y, p)", "pareto(1, 2)",
    "pareto(tau, 2)",
    "student_t(3, 0, 1)", "exponential(1)", "weibull(2, tau)", "lognormal(mu, 1)", "gamma(tau, 1)", "laplace(mu, tau)",
    "logistic(0, tau)", "neg_binomial_2(tau, 1)", "normal(0, 1) in (0, inf)", "normal(mu, tau) in (-9, 9)",
    "normal(mu, tau) in (mu, inf)", "normal(0, 1) in (0, x)", "normal(mu, 1) in (-2, tau)", "half_cauchy(5) in (1, 2)",
    "poisson(tau) in (0, 9)", "cauchy(mu, 1) in (0, 1)", "categorical_logit([0, mu * x, z])", "categorical_logit(b)",
    "categorical(p)", "multi_normal(b, S)", "multi_normal(0, [[1, 0.5], [0.5, 1]])", "multi_normal(0, tau * M)",
    "multi_normal([mu, x], M)", "multi_normal_cholesky(b, tau * S)", "multi_normal_cholesky(0, S)",
    "mix(p, normal(0, 1), normal(mu, 2)) in (0, 1)", "mix(p, point(0), poisson(tau) in (1, inf))",
    "mix(0.2, point(0), point(2), normal(mu, 1) in (0, 9))", "poisson(tau) in (1, inf)", "binomial(5, p) in (1, 3)",
    "mix(0.3, multi_normal(0, M), multi_normal(b, M))", "mix(p, normal(0, 1) in (0, inf), half_normal(tau))",
    "exponential(tau) in (-inf, 100)",
  ]

  static let statements: [String] = [
    "mu ~ normal(0, 1)", "tau ~ half_cauchy(5)", "tau: positive", "b: real[2]", "b: real[3]", "b ~ normal(0, 1)",
    "theta[group] ~ normal(mu, tau)", "theta[site] ~ normal(0, 1)", "theta[group] = mu + u", "c: ordered[2]",
    "p ~ beta(1, 1)", "p: simplex[2]", "p: simplex[3]", "drop missing", "w = theta[group] * x", "w ~ normal(x, 1)",
    "x ~ normal(mu, tau)", "z ~ cauchy(mu, 1)", "sum(b) ~ normal(0, 1)", "b[1] ~ normal(0, 1)", "m ~ normal(mu, 1)",
    "K ~ poisson(tau)", "X = columns(x, z)", "gap ~ normal(mu, 1)", "u ~ exponential(tau)",
  ]

  /// Vectors for each row, matrices, and mixtures with bounds.
  package static let vectorTexts: [String] = [
    "a: real[2]\nb: real[2]\ngroup ~ categorical_logit([0, a[1] + b[1] * x, a[2] + b[2] * x])",
    "p ~ dirichlet([1, 1, 1])\ngroup ~ categorical(p)",
    "b: real[2]\ns: positive[2]\nr: interval(-1, 1)\nM2 = [[s[1]^2, r * s[1] * s[2]], [r * s[1] * s[2], s[2]^2]]\ncolumns(x, z) ~ multi_normal([b[1], b[2] * y], M2)",
    "t ~ half_normal(1)\nv ~ multi_normal_cholesky(0, t * S)\ncolumns(x, z) ~ multi_normal_cholesky(v, S)",
    "r ~ exponential(1)\nK2 = exp(-0.5 * squared_distances(z) / (1 + r)^2) + 0.1 * (squared_distances(z) == 0)\ne[row] ~ normal(0, 1)\nf = cholesky(K2) * e\ny ~ poisson_log(f[row])",
    "b ~ multi_normal(0, M)\nq = [x, b[1] * x] * b\nx ~ normal(q, 1)",
    "mu ~ normal(0, 1)\nx ~ mix(0.3, normal(mu, 1), normal(0, 2)) in (-1, inf)",
    "p ~ beta(1, 1)\ntau ~ exponential(1)\ny ~ mix(p, point(0), poisson(tau) in (1, inf))",
    "mu ~ mix(0.3, normal(0, 1), normal(3, 1)) in (0, inf)\ncolumns(x, z) ~ mix(0.5, multi_normal(mu, M), multi_normal(0, M))",
  ]

  /// Mostly texts without an error, so that mutations come far.
  static let seeds: [String] =
    LanguageErrorCases.all.map(\.text) + (0..<4).flatMap { _ in valid } + (0..<60).map { _ in everything }

  /// Each name that formulas to put in have.
  private static let everything = """
    mu ~ normal(0, 1)
    tau ~ half_cauchy(1)
    b: real[2]
    b ~ normal(0, 1)
    p ~ beta(1, 1)
    c: ordered[2]
    theta[group] ~ normal(mu, tau)
    x ~ normal(theta[group] + mu, tau)
    """

  static let valid: [String] =
    vectorTexts + LanguageReferenceModels.all.filter { !$0.columns.contains("sigma") }.map(\.text) + [
      "theta[group] ~ normal(mu + 2 * u, tau)\nmu ~ normal(0, 1)\ntau ~ half_cauchy(5) in (0, 4)\ny ~ poisson_log(theta[group])",
      "p: simplex[3]\np ~ dirichlet([1, 1, 1])\nx ~ mix(p, normal(0, 1), normal(1, 1), normal(2, 1))",
      "c: ordered[3]\nc ~ normal(0, 5)\nb: real[2]\nl = 1 + (x > 0) + (z > 2)\nl ~ ordered_logistic(columns(x, z) * b, c)",
      "p ~ beta(1, 1)\nlam ~ gamma(2, 1)\ny ~ mix(p, point(0), poisson(lam))\nx ~ normal(lag(x, 1), lam)",
      "drop missing\nb ~ normal(0, 1)\ngap ~ normal(b * x, 2)\nw = sum(k in 1:3) m[k] * b",
      "mu ~ normal(0, 1)\ntau ~ exponential(1)\na[site] ~ normal(mu, tau)\nb: real[group]\nb ~ laplace(a[site], 1)\nd = (cured == \"yes\")\nd ~ bernoulli_logit(a[site] + b[group] * x)",
      "lo ~ uniform(-5, -2)\nhi: interval(0, 9)\nq ~ normal(0, 3) in (lo, hi)\nx ~ normal(q, 2) in (-2, 3)\nz ~ student_t(3, q, hi)",
      "g: positive_ordered[2]\ng ~ exponential(1)\nt = cumulative_sum(g)\ns = log_sum_exp(t) + mean(g)\nx ~ cauchy(t[2] - s, g[1])\nz ~ normal(lag(z, 2) * s, g[2])",
      "X = columns(x, z, x^2)\nb: real[3]\nb ~ normal(m, 2)\nsum(b) ~ normal(0, 0.1)\nk = group\ny ~ neg_binomial_2_log(standardize(X) * b + m[k], 3)",
    ]
}
