// Distributions, their arguments, and what is outside them.

extension LanguageErrorCases {
  static let distributions: [LanguageErrorCase] = [
    .init("mu ~ normal(0)", "m.model:1:6: normal takes 2 arguments (mu, sigma); there is 1"),
    .init("mu ~ normal(0, 1, 2)", "m.model:1:6: normal takes 2 arguments (mu, sigma); there are 3"),
    .init("mu ~ norml(0, 1)", "m.model:1:6: there is no distribution norml; did you mean normal?"),
    .init(
      "mu ~ normal(0, 1)\nz ~ poisson(exp(mu))",
      "m.model:2:1: z = -1 at row 1 is outside poisson\'s support (0, 1, 2, …)"),
    .init("mu ~ normal(0, 1)\ny ~ normal(mu, -1)", "m.model:2:16: normal\'s sigma must be positive; -1 is not"),
    .init(
      "mu ~ normal(0, 1)\ny ~ normal(mu, z)",
      "m.model:2:16: normal\'s sigma must be positive; z = -1 at row 1 is not"),
    .init(
      "sigma: real\nsigma ~ half_cauchy(1)\ny ~ normal(0, sigma)",
      "m.model:1:1: sigma is declared real, and half_cauchy has its values in (0, inf); declare sigma: positive"),
    .init(
      "sigma: positive\nsigma ~ uniform(1, 2)\ny ~ normal(0, sigma)",
      "m.model:1:1: sigma is declared positive, and uniform has its values in (1, 2); declare sigma: interval(1, 2)"),
    .init(
      "p: simplex[1]\ny ~ normal(p[1], 1)",
      "m.model:1:1: a simplex has two elements or more; write p: simplex[3]"),
    .init("c: ordered\ny ~ normal(c, 1)", "m.model:1:1: what is ordered has elements; write its size, c: ordered[3]"),
    .init(
      "k ~ poisson(3)\ny ~ normal(k, 1)",
      "m.model:1:1: k is a parameter, and poisson is of whole numbers, which no gradient moves"),
    .init("mu ~ normal(0, 1)\nmu ~ normal(0, 2)", "m.model:2:1: mu has a distribution already; a parameter has one"),
    .init(
      "mu ~ normal(0, 1)\ny ~ poisson_log(mu)\ny ~ poisson_log(mu)",
      "m.model:3:1: y has a distribution already; each left side has one"),
    .init("mu ~ normal(0, 1) in (2, 1)", "m.model:1:23: there is no number between 2 and 1"),
    .init(
      "nu ~ exponential(1)\nx ~ student_t(nu, 0, 1) in (-2, 3)",
      "m.model:2:15: nu of a truncated student_t is a known number: the derivative of its distribution function in nu "
        + "has no closed form; nu depends on parameters"),
    .init(
      "b ~ gamma(2, 1)\ng ~ gamma(1 + b, 2) in (0.5, inf)",
      "m.model:2:11: alpha of a truncated gamma is a known number: the derivative of its distribution function in alpha "
        + "has no closed form; 1 + b depends on parameters"),
    .init(
      "a ~ gamma(2, 1)\np ~ beta(a, 2) in (0.25, 0.75)",
      "m.model:2:5: a truncated beta whose arguments are not constant needs its distribution "
        + "function, which is not known here"),
    .init("mu ~ normal(0, 1)\ny ~ normal(mu, 1) in (0, 3)", "m.model:2:1: y = 5 at row 3 is above the bound 3"),
    .init(
      "mu ~ normal(0, 1)\ny ~ mix(0.5, normal(mu, 1))",
      "m.model:2:5: mix takes a probability and two distributions or more: mix(p, normal(0, 1), normal(0, 9))"),
    .init("mu ~ normal(0, 1)\ny ~ mix(1.5, normal(mu, 1), normal(0, 1))", "m.model:2:9: 1.5 is no probability"),
    .init(
      "mu ~ normal(0, 1)\ny ~ mix([0.5, 0.6], normal(mu, 1), normal(0, 1))",
      "m.model:2:9: the probabilities\' sum is 1.1, not 1"),
    .init(
      "mu ~ normal(0, 1)\ny ~ mix(0.5, poisson_log(mu), normal(0, 1))",
      "m.model:2:31: normal and poisson_log do not mix: all are densities, or all probabilities of whole numbers"),
    .init(
      "mu ~ normal(0, 1)\ny ~ mix(0.2, normal(mu, 1), normal(1, 1), normal(0, 1))",
      "m.model:2:9: 3 parts need 3 probabilities: declare p: simplex[3]"),
    .init(
      "mu ~ mix(0.2, normal(0, 1), beta(1, 1))",
      "m.model:1:29: normal has its values in (-inf, inf), beta in (0, 1); a parameter\'s mixture needs "
        + "the same for all"),
    .init(
      "b: real[mu]\nmu ~ normal(0, 1)",
      "m.model:1:9: this must be a whole number that is known, such as 3; mu is none"),
    .init(
      "mu ~ normal(normal(0, 1), 1)",
      "m.model:1:13: normal is a distribution, which stands on the right side of ~"),
    .init("mu ~ normal(0, 1)\ny ~ poisson_log(x[1] * mu)", "m.model:2:17: x has one value a row and takes no index"),
    .init(
      "mu ~ normal(0, 1)\nx ~ bernoulli_logit(mu)",
      "m.model:2:1: x = 0.5 at row 1 is outside bernoulli_logit\'s support (0 or 1)"),
    .init(
      "drop missing\nb ~ normal(0, 1)\nx ~ normal(b * lag(gap, 1), 1)",
      "m.model:3:20: lag counts rows, and drop missing takes some out; fill or cut them in the file"),
    .init(
      "p ~ beta(1, 1)\ny ~ binomial(4, p)",
      "m.model:2:1: y = 5 at row 3 is outside binomial\'s support (0, …, 4)"),
    .init("p ~ beta(1, 1)\ny ~ binomial(p, p)", "m.model:2:14: binomial\'s n is data; p depends on parameters"),
    .init(
      "p ~ dirichlet([1, 1, 1])\nq: simplex[2]\nq ~ dirichlet(p)",
      "m.model:3:15: q has 2 elements, and dirichlet\'s alpha has 3"),
    .init("p ~ dirichlet(1)\ny ~ poisson(p[1])", "m.model:1:1: p has no size; declare it: p: simplex[3]"),
    .init("y ~ dirichlet([1, 1])\nmu ~ normal(0, 1)", "m.model:1:1: dirichlet is of a vector; y is one value a row"),
    .init(
      "c: ordered[3]\nc ~ normal(0, 5)\ny ~ ordered_logistic(0, c)",
      "m.model:3:1: y = 0 at row 2 is outside ordered_logistic\'s support (1, …, 4)"),
    .init(
      "c ~ normal(0, 5)\ny ~ ordered_logistic(0, c)",
      "m.model:2:25: ordered_logistic\'s c is a vector; this is one value"),
    .init("mu ~ normal(0, 1)\ny ~ normal(mu * min(x, y, z), 1)", "m.model:2:17: min takes 1 argument; there are 3"),
    .init(
      "mu ~ normal(0, 1)\ny ~ mix(0.5, mix(0.5, normal(0, 1), normal(1, 1)), normal(mu, 1))",
      "m.model:2:14: a mixture of mixtures is one mixture with more parts"),
    .init(
      "mu ~ normal(0, 1)\ny ~ mix(0.5, normal(0, 1), normal(mu, 1)) in (0, 2)",
      "m.model:2:1: y = 5 at row 3 is above the bound 2"),
    .init(
      "mu ~ normal(0, 1)\ny ~ point(0)",
      "m.model:2:5: a point has no density by itself; it stands in mix(p, point(0), …)"),
    .init(
      "mu ~ normal(0, 1)\ny ~ mix(0.5, point(mu), poisson(2))",
      "m.model:2:20: a point is a known number, such as point(0)"),
    .init(
      "mu ~ mix(0.5, point(0), normal(0, 1))",
      "m.model:1:15: a parameter has a density, so no point has a probability"),
    .init("mu ~ normal(0, 1)\ny[1] ~ normal(mu, 1)", "m.model:2:1: y has one value a row and takes no index"),
    .init(
      "c: ordered[3]\nc ~ beta(1, 1)",
      "m.model:1:1: c is declared ordered, and beta has its values in (0, 1), which what is ordered may leave"),
    .init(
      "b: real[3]\nb[1] ~ normal(0, 1)\nb[1:2] ~ normal(0, 1)",
      "m.model:3:1: b[1] has a distribution already; a parameter has one"),
    .init(
      "b: real[3]\nb ~ normal(0, 1)\nb[1] ~ normal(0, 1)",
      "m.model:3:1: b has a distribution already; a parameter has one"),
    .init(
      "mu ~ normal(0, 1)\nx ~ normal(mu, 1) in (mu, inf)",
      "m.model:2:23: the bounds of data are known numbers; mu depends on parameters"),
    .init(
      "tau ~ normal(0, 1) in (0, inf)\ntau2: real\ntau2 ~ normal(0, 1) in (0, inf)",
      "m.model:2:1: tau2 is declared real, and normal has its values in (0, inf); declare tau2: positive"),
    .init(
      "theta[group] ~ normal(0, 1)\ntheta[site] ~ normal(0, 1)",
      "m.model:2:1: theta has a distribution already; a parameter has one"),
    .init("mu: interval(3, 3)", "m.model:1:14: there is no number between 3 and 3"),
    .init("mu ~ uniform(3, 1)", "m.model:1:6: there is no number between 3 and 1"),
    .init(
      "mu ~ poisson_log(y)",
      "m.model:1:1: mu is a parameter, and poisson_log is of whole numbers, which no gradient moves; did you mean u?"),
    .init("mu ~ normal(0, 1)\ny ~ normal(mu, 0)", "m.model:2:16: normal\'s sigma must be positive; 0 is not"),
    .init(
      "mu ~ normal(0, 1)\nx ~ normal(mu, y)",
      "m.model:2:16: normal\'s sigma must be positive; y = 0 at row 2 is not"),
  ]
}
