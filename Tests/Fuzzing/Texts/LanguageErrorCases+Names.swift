// Names, levels and cells.

extension LanguageErrorCases {
  static let names: [LanguageErrorCase] = [
    .init("mu ~ normal(0, 5)\ny ~ normal(muu, 1)", "m.model:2:12: there is no muu; did you mean mu?"),
    .init("mu ~ normal(0, 1)\ny ~ normal(exq(mu), 1)", "m.model:2:12: there is no function exq; did you mean exp?"),
    .init(
      "a = b + 1\nb = a * mu\nmu ~ normal(0, 1)",
      "m.model:2:5: the definition is a circle: a needs b, which needs a"),
    .init("a = a", "m.model:1:5: the definition is a circle: a needs itself"),
    .init(
      "lo ~ uniform(0, hi)\nhi ~ uniform(lo, 3)",
      "m.model:2:14: the definition is a circle: lo needs hi, which needs lo"),
    .init(
      "theta[group] ~ normal(0, 1)\ny ~ poisson_log(theta)",
      "m.model:2:17: theta has one value a group (3 levels); write theta[group]"),
    .init(
      "theta[group] ~ normal(0, 1)\ny ~ poisson_log(1 + theta * x)",
      "m.model:2:21: theta has one value a group (3 levels); write theta[group]"),
    .init(
      "b: real[2]\nb ~ normal(0, 1)\ny ~ poisson_log(b[3])",
      "m.model:3:19: b has elements 1 to 2, so there is no b[3]"),
    .init(
      "theta[group] ~ normal(x, 1)\ny ~ poisson_log(theta[group])",
      "m.model:1:23: x varies within group: it is 0.5 at row 1 and -1 at row 2, both of group 1; by group "
        + "it needs one value for each"),
    .init(
      "theta[site] ~ normal(0, 1)\ny ~ poisson_log(theta[other])",
      "m.model:2:23: other is d at row 4, and theta has no value for it: site has no such level"),
    .init(
      "theta[group] ~ normal(0, 1)\ny ~ poisson_log(theta[site])",
      "m.model:2:17: theta has one value a group (3 levels); write theta[group]"),
    .init("mu ~ normal(0, 1)\ny ~ poisson_log(mu + gap)", "counts.csv row 4: gap is missing, used at m.model:2:22"),
    .init(
      "mu ~ normal(0, 1)\ny ~ poisson_log(mu + site)",
      "m.model:2:22: site is text; compare it with a level, (site == \"b\"), or index by it, theta[site]"),
    .init(
      "mu ~ normal(0, 1)\ncured ~ bernoulli_logit(mu)",
      "m.model:2:1: cured is text; compare it with a level, (cured == \"yes\"), or index by it, theta[cured]"),
    .init(
      "mu ~ normal(0, 1)\nc = (cured == \"yess\")\nc ~ bernoulli_logit(mu)",
      "m.model:2:15: \"yess\" is no level of it; did you mean yes?"),
    .init(
      "mu ~ normal(0, 1)\nc = (cured < \"yes\")\nc ~ bernoulli_logit(mu)",
      "m.model:2:6: text has no order; compare it by == or !="),
    .init("y = 3\nmu ~ normal(0, 1)", "m.model:1:1: y is a column of counts.csv already; give this another name"),
    .init("K: real", "m.model:1:1: K is a constant already; give this another name"),
    .init("mu = 1\nmu: real", "m.model:2:1: mu has a meaning already, on line 1; give this another name"),
    .init("b: real[2]\ny ~ normal(columns(x, zz) * b, 1)", "m.model:2:23: there is no zz; did you mean z?"),
    .init(
      "b[2] ~ normal(0, 1)",
      "m.model:1:1: b has elements, and its size is not said; declare it, such as b: real[3]"),
    .init("b: real[0]", "m.model:1:9: a size is between 1 and 100000; this is 0"),
    .init(
      "mu ~ normal(0, 1)\ny ~ poisson_log(mu[1])",
      "m.model:2:17: mu is one number and has no elements; declare its size, mu: real[3]"),
    .init("theta[grop] ~ normal(0, 1)", "m.model:1:7: grop is no column of counts.csv; did you mean group?"),
    .init(
      "theta[site] ~ normal(0, 1)\ny ~ poisson_log(theta[1])",
      "m.model:2:23: theta has one value a site; write its level, such as theta[\"a\"]"),
    .init("theta[site] ~ normal(0, 1)\ny ~ poisson_log(theta[\"d\"])", "m.model:2:23: site has no level \"d\""),
    .init(
      "theta[group] ~ normal(0, 1)\nw[group] = theta[group] + x\ny ~ poisson_log(w[group])",
      "m.model:2:27: x varies within group: it is 0.5 at row 1 and -1 at row 2, both of group 1; by group "
        + "it needs one value for each"),
    .init(
      "theta[group] ~ normal(0, 1)\nw = theta + x\ny ~ poisson_log(w)",
      "m.model:2:5: theta has one value a group (3 levels); write theta[group]"),
    .init(
      "b ~ normal(0, 1)\nx ~ normal(b, 1)\nw = b + junk",
      "counts.csv row 1: junk is missing, used at m.model:3:9"),
    .init(
      "b: real[25]\ny ~ normal(X * b, 1)",
      "m.model:2:12: there is no X; name a block of columns first: X = columns(age, height)"),
    .init("b: real[3]\nb[4] ~ normal(0, 1)", "m.model:2:3: b has elements 1 to 3, so there is no b[4]"),
    .init(
      "mu ~ normal(site, 1)",
      "m.model:1:13: site is text; compare it with a level, (site == \"b\"), or index by it, theta[site]"),
    .init("sgima ~ normal(0, 1)\ny ~ normal(0, sigma)", "m.model:2:15: there is no sigma; did you mean sgima?"),
    .init(
      "b: real[2]\nb ~ normal(0, 1)\ny ~ normal(columns(x, cured) * b, 1)",
      "m.model:3:23: cured is text; compare it with a level, (cured == \"yes\"), or index by it, theta[cured]"),
    .init(
      "a ~ normal(0, 1)\nd: real[group]\nd ~ normal(x, 1)\n",
      "m.model:3:12: x varies within group: it is 0.5 at row 1 and -1 at row 2, both of group 1; by group "
        + "it needs one value for each"),
    .init("b: real[2]\ny ~ poisson_log(b[1:3])", "m.model:2:19: b has elements 1:2, so there is no 1:3"),
    .init("b: real[2]\ny ~ poisson_log(b[\"a\"])", "m.model:2:19: b has elements by number, not by level"),
  ]
}
