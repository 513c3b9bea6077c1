/// Twelve models of posteriordb as texts, with the columns and constants of their data.
package enum LanguageReferenceModels {
  package struct Model: Sendable {
    package let name: String
    package let columns: [String]
    package var constants: [String: Double] = [:]
    /// The names of all that is reported.
    package let reported: [String]
    package let text: String
  }

  private static func numbered(_ name: String, _ count: Int) -> [String] { (1...count).map { "\(name)[\($0)]" } }

  package static let all: [Model] = [
    Model(
      name: "eight_schools_noncentered", columns: ["y", "sigma", "school"],
      reported: ["mu", "tau"] + numbered("z", 20) + numbered("theta", 20),
      text: """
        mu ~ normal(0, 5)
        tau ~ half_cauchy(5)
        z[school] ~ normal(0, 1)
        theta[school] = mu + tau * z[school]
        y ~ normal(theta[school], sigma)
        """),
    Model(
      name: "kidscore_momiq", columns: ["kid_score", "mom_hs", "mom_iq"], reported: numbered("beta", 2) + ["sigma"],
      text: """
        beta: real[2]
        sigma ~ half_cauchy(2.5)
        kid_score ~ normal(beta[1] + beta[2] * mom_iq, sigma)
        """),
    Model(
      name: "kidscore_interaction", columns: ["kid_score", "mom_hs", "mom_iq"],
      reported: numbered("beta", 4) + ["sigma"],
      text: """
        beta: real[4]
        sigma ~ half_cauchy(2.5)
        kid_score ~ normal(beta[1] + beta[2] * mom_hs + beta[3] * mom_iq + beta[4] * mom_hs * mom_iq, sigma)
        """),
    Model(
      name: "kidscore_mom_work", columns: ["kid_score", "mom_hs", "mom_iq", "mom_work"],
      reported: numbered("beta", 4) + ["sigma"],
      text: """
        beta: real[4]
        sigma: positive
        kid_score ~ normal(beta[1] + beta[2] * (mom_work == 2) + beta[3] * (mom_work == 3)
          + beta[4] * (mom_work == 4), sigma)
        """),
    Model(
      name: "logearn_interaction_z", columns: ["earn", "height", "male"], reported: numbered("beta", 4) + ["sigma"],
      text: """
        beta: real[4]
        sigma: positive
        h = standardize(height)
        log(earn) ~ normal(beta[1] + beta[2] * h + beta[3] * male + beta[4] * h * male, sigma)
        """),
    Model(
      name: "earn_height", columns: ["earn", "height", "male"], reported: numbered("beta", 2) + ["sigma"],
      text: """
        beta: real[2]
        sigma: positive
        earn ~ normal(beta[1] + beta[2] * height, sigma)
        """),
    Model(
      name: "diamonds", columns: ["Y"] + (1...25).map { "X\($0)" },
      reported: numbered("b", 24) + ["Intercept", "sigma", "b_Intercept"],
      text: """
        X = columns(X2 : X25)
        b: real[24]
        b ~ normal(0, 1)
        Intercept ~ student_t(3, 8, 10)
        sigma ~ half_student_t(3, 10)
        Y ~ normal(Intercept + center(X) * b, sigma)
        b_Intercept = Intercept - sum(mean(X) * b)
        """),
    Model(
      name: "kilpisjarvi", columns: ["x", "y"],
      constants: ["pmualpha": 9.31290322580645, "psalpha": 100, "pmubeta": 0, "psbeta": 0.0333333333333333],
      reported: ["alpha", "beta", "sigma"],
      text: """
        alpha ~ normal(pmualpha, psalpha)
        beta ~ normal(pmubeta, psbeta)
        sigma: positive
        y ~ normal(alpha + beta * x, sigma)
        """),
    Model(
      name: "low_dim_gauss_mix", columns: ["y"], reported: numbered("mu", 2) + numbered("sigma", 2) + ["theta"],
      text: """
        mu: ordered[2]
        sigma: positive[2]
        mu ~ normal(0, 2)
        sigma ~ half_normal(2)
        theta ~ beta(5, 5)
        y ~ mix(theta, normal(mu[1], sigma[1]), normal(mu[2], sigma[2]))
        """),
    Model(
      name: "arK", columns: ["y", "lag1", "lag2", "lag3", "lag4", "lag5"],
      reported: ["alpha"] + numbered("beta", 5) + ["sigma"],
      text: """
        alpha ~ normal(0, 10)
        beta: real[5]
        beta ~ normal(0, 10)
        sigma ~ half_cauchy(2.5)
        y ~ normal(alpha + columns(lag1 : lag5) * beta, sigma)
        """),
    Model(
      name: "logmesquite_logva",
      columns: ["canopy_height", "density", "diam1", "diam2", "group", "total_height", "weight"],
      reported: numbered("beta", 4) + ["sigma"],
      text: """
        beta: real[4]
        sigma: positive
        area = diam1 * diam2
        log(weight) ~ normal(
          beta[1] + beta[2] * log(area * canopy_height) + beta[3] * log(area) + beta[4] * group, sigma)
        """),
    Model(
      name: "blr", columns: ["y", "X1", "X2", "X3", "X4", "X5"], reported: numbered("beta", 5) + ["sigma"],
      text: """
        beta: real[5]
        beta ~ normal(0, 10)
        sigma ~ half_normal(10)
        y ~ normal(columns(X1 : X5) * beta, sigma)
        """),
  ]
}
