import Fuzzing

@testable import PosteriorModels

/// Models as texts, and the same in Swift.
enum FormulaModels {
  struct Pair: Sendable {
    let name: String
    let table: ModelTable
    let text: String
    let statements: @Sendable (inout ModelStatements) -> Void
  }

  static let all: [Pair] = [
    Pair(
      name: "eight schools", table: LanguageTables.schools,
      text: """
        mu ~ normal(0, 5)
        tau ~ half_cauchy(5)
        z[school] ~ normal(0, 1)
        theta[school] = mu + tau * z[school]
        y ~ normal(theta[school], sigma)
        """
    ) { model in
      let school = model.column("school")
      let mu = model.parameter("mu", .normal(0, 5))
      let tau = model.parameter("tau", .halfCauchy(5))
      let z = model.parameter("z", .normal(0, 1), by: school)
      let theta = model.define("theta", mu + tau * z[school], by: school)
      model.observe(model.column("y"), .normal(theta[school], model.column("sigma")))
    },
    Pair(
      name: "regression", table: LanguageTables.counts,
      text: """
        beta: real[3]
        beta ~ student_t(3, 0, 2.5)
        alpha ~ normal(0, 10)
        s: positive
        log1p(y) ~ normal(alpha + standardize(columns(x, z, x^2)) * beta - 2 * (site == "a"), s)
        """
    ) { model in
      let (x, z) = (model.column("x"), model.column("z"))
      let beta = model.parameter("beta", .real, count: 3, .studentT(3, 0, 2.5))
      let alpha = model.parameter("alpha", .normal(0, 10))
      let s = model.parameter("s", .positive)
      let design = standardize(columns(x, z, pow(x, 2)))
      model.observe(log1p(model.column("y")), .normal(alpha + design * beta - 2 * (model.column("site") == "a"), s))
    },
    Pair(
      name: "mixture", table: LanguageTables.counts,
      text: """
        mu: ordered[2]
        mu ~ normal(0, 2)
        sigma: positive[2]
        sigma[1] ~ half_normal(2)
        sigma[2] ~ normal(0, 1.5) in (0, inf)
        theta ~ beta(5, 5)
        x ~ mix(theta, normal(mu[1], sigma[1]), normal(mu[2], sigma[2])) in (-9, inf)
        """
    ) { model in
      let mu = model.parameter("mu", .ordered, count: 2, .normal(0, 2))
      let sigma = model.parameter("sigma", .positive, count: 2)
      model.prior(sigma[1], .halfNormal(2))
      model.prior(sigma[2], .normal(0, 1.5).above(0))
      let theta = model.parameter("theta", .beta(5, 5))
      model.observe(
        model.column("x"),
        .mix(theta, .normal(mu[1], sigma[1]), .normal(mu[2], sigma[2])).above(-9))
    },
    Pair(
      name: "hierarchical counts", table: LanguageTables.counts,
      text: """
        mu ~ normal(0, 1)
        g ~ normal(0, 0.1)
        tau ~ half_normal(1)
        a[group] ~ normal(mu + g * u, tau)
        b ~ normal(0, 1)
        y ~ poisson_log(a[group] - (b - 0.5) * -x / 2 + sum(k in 1:3) m[k] * tanh(b * x^k))
        """
    ) { model in
      let (x, group) = (model.column("x"), model.column("group"))
      let mu = model.parameter("mu", .normal(0, 1))
      let g = model.parameter("g", .normal(0, 0.1))
      let tau = model.parameter("tau", .halfNormal(1))
      let a = model.parameter("a", .normal(mu + g * model.column("u"), tau), by: group)
      let b = model.parameter("b", .normal(0, 1))
      let m = model.constant("m")
      let bend = sum((1...3).map { m[$0] * tanh(b * pow(x, $0.formula)) })
      model.observe(model.column("y"), .poissonLog(a[group] - (b - 0.5) * -x / 2 + (bend)))
    },
    Pair(
      name: "vectors", table: LanguageTables.counts,
      text: """
        b: real[2]
        b ~ multi_normal([0, 1], [[2, 0.5], [0.5, 1]])
        c: interval(-1, b[1])
        v ~ dirichlet([1, 2, 3])
        group ~ categorical_logit([0, b[1] * x, b[2] - log_sum_exp(b[1:2])])
        w = cumulative_sum(v)
        x ~ normal(lag(x, 1) * c + v[group] * w[1], abs(c) + exp(-b[1]) ^ 2)
        """
    ) { model in
      let (x, group) = (model.column("x"), model.column("group"))
      let b = model.parameter("b", .real, count: 2, .multiNormal([0, 1], [[2, 0.5], [0.5, 1]]))
      let c = model.parameter("c", .interval(-1, b[1]))
      let v = model.parameter("v", .dirichlet([1, 2, 3]))
      model.observe(group, .categoricalLogit([0, b[1] * x, b[2] - logSumExp(b[1...2])] as Formula))
      let w = model.define("w", cumulativeSum(v))
      model.observe(x, .normal(lag(x, 1) * c + v[group] * w[1], abs(c) + pow(exp(-b[1]), 2)))
    },
  ]
}
