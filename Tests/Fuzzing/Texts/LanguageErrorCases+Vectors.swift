// Vectors for each row, matrices, and bounds in mixtures.

extension LanguageErrorCases {
  static let vectors: [LanguageErrorCase] = [
    .init(
      "b ~ normal(0, 1)\nx ~ normal((cholesky(S) * [b, 1])[1], 1)",
      "m.model:2:22: cholesky\'s matrix must be symmetric; S[1, 2] is 0 and [2, 1] is 0.5"),
    .init(
      "b ~ normal(0, 1)\nx ~ normal(cholesky(b), 1)", "m.model:2:21: cholesky is of a square matrix; this is one value"),
    .init(
      "b ~ normal(0, 1)\nx ~ normal(squared_distances(b), 1)",
      "m.model:2:30: squared_distances is of a column or a known vector; this is one value"),
    .init("p ~ dirichlet([1, -2])", "m.model:1:15: dirichlet\'s alpha must be positive; [1, -2] = -2 is not"),
    .init(
      "b ~ normal(0, 1)\ngroup ~ categorical([0.5, 0.5, 0.5])",
      "m.model:2:21: categorical\'s theta must have the sum 1; that of [0.5, 0.5, 0.5] is 1.5"),
    .init(
      "b ~ normal(0, 1)\ngroup ~ categorical([1.5, -1, 0.5])",
      "m.model:2:21: categorical\'s theta must be a probability; [1.5, -1, 0.5] = 1.5 is not"),
    .init(
      "b ~ multi_normal(0, S)\nx ~ normal(b[1], 1)",
      "m.model:1:21: multi_normal\'s Sigma must be symmetric; S[1, 2] is 0 and [2, 1] is 0.5"),
    .init(
      "b ~ multi_normal_cholesky(0, M)\nx ~ normal(b[1], 1)",
      "m.model:1:30: multi_normal_cholesky\'s L must be lower triangular; M[1, 2] is 0.5"),
    .init(
      "b ~ multi_normal(0, [[1, 2], [2, 1]])\nx ~ normal(b[1], 1)",
      "m.model:1:21: multi_normal\'s Sigma must be positive definite; [[1, 2], [2, 1]] is not"),
    .init(
      "b ~ multi_normal_cholesky(0, [[1, 0], [2, 0]])\nx ~ normal(b[1], 1)",
      "m.model:1:30: multi_normal_cholesky\'s L must be positive on its diagonal; [[1, 0], [2, 0]][2, 2] is 0"),
    .init(
      "b: real[3]\nb ~ multi_normal(0, M)\nx ~ normal(b[1], 1)",
      "m.model:2:21: multi_normal\'s Sigma is a matrix of 3 × 3; this is a matrix of 2 × 2"),
    .init(
      "b: real[2]\nb ~ multi_normal([0, 0, 0], M)\nx ~ normal(b[1], 1)",
      "m.model:2:18: b has 2 elements, and multi_normal\'s mu has 3"),
    .init(
      "b: real[2]\nb ~ multi_normal([0, x], M)",
      "m.model:2:18: multi_normal\'s mu is a vector; this is a block of 2 columns"),
    .init("b ~ normal(0, 1)\nx ~ multi_normal(b, M)", "m.model:2:1: multi_normal is of a vector; x is one value a row"),
    .init(
      "b ~ normal(0, 1)\ncolumns(x, z) ~ normal(b, 1)",
      "m.model:2:1: columns(x, z) is a block of 2 columns; the left side of ~ is one column"),
    .init(
      "b ~ normal(0, 1)\ncolumns(x, z) ~ mix(0.5, normal(b, 1), normal(0, 1))",
      "m.model:2:1: columns(x, z) is a block of 2 columns, and normal is of one column"),
    .init(
      "b ~ normal(0, 1)\ngroup ~ categorical_logit(b)",
      "m.model:2:27: categorical_logit\'s eta is a vector, or one for each row: [0, x]; this is one value"),
    .init(
      "b: real[2]\ngroup ~ categorical_logit(b)",
      "m.model:2:1: group = 3 at row 5 is outside categorical_logit\'s support (1, …, 2)"),
    .init(
      "b: real[2]\ngroup ~ categorical_logit([0, b[1] * x])",
      "m.model:2:1: group = 3 at row 5 is outside categorical_logit\'s support (1, …, 2)"),
    .init(
      "b: real[2]\nx ~ normal([[1, 2], [3]] * b, 1)",
      "m.model:2:21: the first row of the matrix has 2 elements; this is a vector of 1"),
    .init(
      "b: real[2]\nx ~ normal([x, b] * b, 1)",
      "m.model:2:16: the other elements of the list have one value a row; this is b, a vector of 2"),
    .init(
      "b: real[2]\nx ~ normal([x, b[1] * x], 1)",
      "m.model:2:12: [x, b[1] * x] is a block of 2 columns where a number is needed; multiply it: X * b"),
    .init(
      "b: real[2]\nt = [[b[1], 1], [1, b[2]]]\nx ~ normal(t[1], 1)",
      "m.model:3:12: t is a matrix; multiply it by a vector"),
    .init(
      "mu ~ normal(0, 1)\nx ~ mix(0.5, normal(mu, 1) in (-1, 1), normal(0, 1))",
      "m.model:2:1: x = 2 at row 3 is above the bound 1"),
    .init(
      "mu ~ normal(0, 1)\nx ~ mix(0.5, normal(mu, 1) in (-9, 9), normal(0, 1)) in (-9, 9)",
      "m.model:2:14: bounds of a mixture and of its parts exclude each other"),
    .init(
      "mu ~ exponential(1)\ny ~ mix([0.2, 0.3, 0.5], point(0), poisson(mu) in (1, inf), poisson(2))",
      "m.model:2:5: the point 0 is inside the bounds of some parts and outside those of others"),
    .init(
      "mu ~ normal(0, 1)\nx ~ normal(normal(0, 1) in (0, 1), mu)",
      "m.model:2:12: bounds belong to a distribution, on the right side of ~"),
    .init(
      "mu ~ normal(0, 1)\ncolumns(x, z) ~ mix(0.5, point(0), multi_normal(mu, M))",
      "m.model:2:26: a point is one number; columns(x, z) is a block of 2 columns"),
    .init("mu ~ normal(0, 1)\ny ~ mix(0.5, point(0) in (0, 1), poisson(mu))", "m.model:2:14: a point has no bounds"),
    .init(
      "tau ~ exponential(1)\nx ~ mix(0.5, student_t(tau, 0, 1) in (-9, 9), normal(0, 1))",
      "m.model:2:24: nu of a truncated student_t is a known number: the derivative of its distribution function in nu "
        + "has no closed form; tau depends on parameters"),
  ]
}
