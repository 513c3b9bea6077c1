// Texts that are no statements.

extension LanguageErrorCases {
  static let reading: [LanguageErrorCase] = [
    .init("y ~ normal(0, 1)", "m.model:1:1: the model has no parameters, so there is nothing to sample"),
    .init(
      "mu ~ normal(0, 1)\nmu + x ~ normal(0, 1)",
      "m.model:2:1: mu + x depends on parameters and has one value a row; the left side of ~ is data or a parameter"),
    .init(
      "b: reel[2]",
      "m.model:1:4: reel is no kind of parameter; did you mean real?; one of real, positive, unit, "
        + "interval, ordered, positive_ordered, simplex"),
    .init("b[2]: real", "m.model:1:1: the left side of : is a name; a size stands on the right: theta: real[school]"),
    .init("mu ~ 3", "m.model:1:6: the right side of ~ is a distribution, such as normal(0, 1)"),
    .init("mu", "m.model:1:3: expected ~, = or : after mu, not the end of the line"),
    .init("3 = mu", "m.model:1:1: the left side of = is a name, or a name with a factor: theta[school] = …"),
    .init(
      "mu ~ normal(0, 5\ntau ~ normal(0, 1)",
      "m.model:2:1: expected , or ) after 5 to close ( of line 1, not tau"),
    .init("mu ~ normal(0, 5", "m.model:1:12: ( is not closed"),
    .init("mu ~ normal(0, 5))", "m.model:1:18: expected the end of the line after ), not )"),
    .init("mu ~ normal(0 5)", "m.model:1:15: expected , or ) after 0 to close ( of line 1, not 5"),
    .init("mu ~ normal(0, \"a)", "m.model:1:16: \" is not closed on its line"),
    .init(
      "mu ~ normal(0, 1);",
      "m.model:1:18: ; is not of the language; statements stand one a line, without braces"),
    .init("mu ~ normal(0, 1e999)", "m.model:1:16: 1e999 is no number of double precision"),
    .init("mu ~ normal(0, ?)", "m.model:1:16: ? is not of the language"),
    .init("mu ~ normal(1:2, 1)", "m.model:1:13: a range stands in brackets: beta[1:3]"),
    .init("mu ~ normal(sum(k in 1) k, 1)", "m.model:1:22: a sum needs its first and its last number: sum(k in 1:5)"),
    .init("mu ~ normal(sum(k in 3:1) k, 1)", "m.model:1:22: the sum\'s first number 3 is above its last, 1"),
    .init("", "m.model:1:1: the model has no parameters, so there is nothing to sample"),
    .init("# nothing", "m.model:1:1: the model has no parameters, so there is nothing to sample"),
    .init(
      "mu ~ normal(0, 1)\n\"a\" ~ normal(mu, 1)",
      "m.model:2:1: \"a\" is a level; the left side of ~ is data or a parameter"),
    .init("mu ~ normal(0, 1) in 0", "m.model:1:22: expected (low, high) after in, not 0"),
    .init("mu ~ normal(0, 1) in (0)", "m.model:1:24: expected , after 0, not )"),
    .init("inf ~ normal(0, 1)", "m.model:1:1: inf is a word of the language; give this another name"),
    .init("mu: interval(1)", "m.model:1:15: expected , after 1, not )"),
    .init("mu: simplex[2] real", "m.model:1:16: expected the end of the line after ], not real"),
    .init("mu ~ normal(0, 1)\ny ~ normal(mu, 1\n", "m.model:2:11: ( is not closed"),
  ]
}
