extension SamplerFamily {
  /// Langevin dynamics by any linear integrator on any gradient: what can be coupled (``DivergenceEstimator/coupled``).
  ///
  ///     .langevin("svrg-ld", batchSize: 13, EulerMaruyama()) {
  ///       SVRGGradient($0.model, FreshSubset(), batchSize: $0.batchSize)
  ///     }
  @inlinable
  public static func langevin<Gradient: GradientEstimator>(
    _ name: String, batching: String? = nil, batchSize: Int? = nil, _ integrator: some LinearIntegrator,
    gradient: @escaping @Sendable (_ site: ModelSite<Model>) throws(SamplingError) -> Gradient
  ) -> SamplerFamily {
    SamplerFamily(name, batching: batching, batchSize: batchSize) { (site) throws(SamplingError) in
      RatedSampler(try gradient(site), integrator)
    }
  }

  /// Stochastic gradient Langevin dynamics: fresh subsets.
  @inlinable
  public static func sgld(batchSize: Int) -> SamplerFamily {
    .langevin("sgld", batchSize: batchSize, EulerMaruyama()) { site in
      MinibatchGradient(site.model, FreshSubset(), batchSize: site.batchSize)
    }
  }

  /// Without-replacement Langevin dynamics: reshuffled epochs, draws at epoch ends.
  @inlinable
  public static func sgworld(batchSize: Int) -> SamplerFamily {
    .langevin("sgworld", batchSize: batchSize, EulerMaruyama()) { site in
      MinibatchGradient(site.model, ReshuffledEpochs(), batchSize: site.batchSize)
    }
  }

  /// Full-gradient Langevin dynamics: one step an epoch.
  @inlinable
  public static var ula: SamplerFamily { .langevin("ula", EulerMaruyama()) { FullGradient($0.model) } }

  /// The no-U-turn sampler, tuned by a warm-up in each chain.
  @inlinable
  public static func nuts(warmUp: WarmUp = WarmUp(steps: 300)) -> SamplerFamily {
    SamplerFamily("nuts", takesLearningRate: false) { site, _ in NUTS(site.model, stepSize: 1).selfTuning(warmUp) }
  }

  /// Hamiltonian Monte Carlo over a quarter of a period in the tuned metric, its step sizes jittered; each chain warms
  /// up.
  @inlinable
  public static func hmc(warmUp: WarmUp = WarmUp(steps: 300)) -> SamplerFamily {
    SamplerFamily("hmc", takesLearningRate: false) { site, _ in
      HMC(overQuarterPeriodsOf: site.model).selfTuning(warmUp)
    }
  }
}

extension SamplerFamily where Model: ConjugatePosterior {
  /// Independent exact draws, whatever the learning rate: what no divergence at all looks like.
  @inlinable
  public static var exact: SamplerFamily {
    SamplerFamily("exact", takesLearningRate: false) { (site, _) throws(SamplingError) in
      if let exact = site.exactPosterior as? Model.Exact { return ExactSampler(exact) }
      return ExactSampler(try site.model.exactPosterior())
    }
  }
}
