// Vectors, columns and numbers in each other's places.

extension LanguageErrorCases {
  static let shapes: [LanguageErrorCase] = [
    .init(
      "b: real[2]\nb ~ normal(0, 1)\ny ~ poisson_log(b)",
      "m.model:3:17: b is a vector of 2 where a number is needed; write one element, b[1], or X * b for a "
        + "block of columns"),
    .init(
      "b: real[2]\nb ~ normal(0, 1)\ny ~ poisson_log(b[group])",
      "m.model:3:19: group is 3 at row 5, and b has elements 1 to 2"),
    .init("mu ~ normal(x, 1)\ny ~ poisson_log(mu)", "m.model:1:13: mu is one value, and x has one value a row"),
    .init(
      "mu ~ normal(0, 1)\ny ~ poisson_log((mu > 0))",
      "m.model:2:18: comparisons are of data; one of a parameter would make the density jump, which no gradient sees"),
    .init(
      "b ~ normal(0, 1)\ny ~ normal(columns(x, z) * b, 1)",
      "m.model:2:28: b is one number and columns(x, z) has 2 columns; declare b: real[2]"),
    .init(
      "b: real[3]\ny ~ normal(columns(x, z) * b, 1)",
      "m.model:2:28: columns(x, z) has 2 columns and b has 3 elements"),
    .init("b: real[2]\ny ~ normal(b * columns(x, z), 1)", "m.model:2:12: write the columns first: columns(x, z) * b"),
    .init("b: real[2]\ny ~ normal(columns(z : x) * b, 1)", "m.model:2:20: z stands behind x in counts.csv"),
    .init("mu ~ normal(0, 1)\nx ~ normal(mu * lag(x, 6), 1)", "m.model:2:24: lag(x, 6) leaves none of the 6 rows"),
    .init(
      "mu ~ normal(0, 1)\nl = log(z)\nl ~ normal(mu, 1)",
      "m.model:3:1: l is not a number at row 1 of counts.csv"),
    .init(
      "mu ~ normal(0, 1)\ny ~ poisson_log(S * mu)",
      "m.model:2:17: S * mu is a matrix of 2 × 2 where a number is needed; multiply it: X * b"),
    .init("theta[x] ~ normal(0, 1)", "m.model:1:1: x is 0.5 at row 1; an index is a whole number or text"),
    .init("mu ~ normal(0, 1)\ny ~ normal(sd(mu), 1)", "m.model:2:15: sd is of data; mu depends on parameters"),
    .init(
      "mu ~ normal(0, 1)\ny ~ normal(mean(mu * x), 1)",
      "m.model:2:17: mean is of data, or of a vector; mu * x depends on parameters"),
    .init("mu ~ normal(log(0), 1)", "m.model:1:13: log(0) is -inf"),
    .init(
      "mu ~ normal(0, 1)\ny ~ poisson_log(mu + S)",
      "m.model:2:17: mu + S is a matrix of 2 × 2 where a number is needed; multiply it: X * b"),
    .init("m2: real[3]\nm2 ~ normal([1, 2], 1)", "m.model:2:13: vectors of 3 and of 2 do not go together"),
    .init("b: real[2]\nm + b ~ normal(0, 1)", "m.model:2:5: vectors of 3 and of 2 do not go together"),
    .init("b: positive[K]\nb ~ normal(m, x)", "m.model:2:15: b is a vector of 3, and x has one value a row"),
  ]
}
