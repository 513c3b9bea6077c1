import PosteriorDiagnostics

/// Turns choices of samplers into samplers of a model, compiled once for all models.
struct SamplerFactory {
  let model: AnyPosterior
  /// Where control variates are anchored.
  let mode: [Double]
  let batchSize: Int
  /// γ of the underdamped integrators.
  let friction: Double
  /// Takes the place of a sampler's own minibatching.
  let batching: BatchingChoice?

  func sampler(_ choice: SamplerChoice, exact: any ExactPosterior) -> SweepSampler {
    switch choice {
    case .ula: return .ula(model)
    case .exact: return .exact(exact)
    case .langevin(let name, let point):
      let label = batching == nil || batching == point.batching ? nil : batching?.rawValue
      return langevin(name, label, point, batching ?? point.batching)
    }
  }

  private func langevin(
    _ name: String, _ label: String?, _ point: LangevinChoice, _ batching: BatchingChoice
  ) -> SweepSampler {
    switch batching {
    case .withReplacement: langevin(name, label, point, WithReplacement())
    case .fresh: langevin(name, label, point, FreshSubset())
    case .reshuffled: langevin(name, label, point, ReshuffledEpochs())
    case .symmetric: langevin(name, label, point, SymmetricReshuffledEpochs())
    }
  }

  private func langevin(
    _ name: String, _ label: String?, _ point: LangevinChoice, _ batching: some Minibatching
  ) -> SweepSampler {
    switch point.gradient {
    case .minibatch:
      langevin(name, label, point, MinibatchGradient(model, batching, batchSize: batchSize))
    case .controlVariate:
      langevin(name, label, point, MinibatchGradient(model.anchored(at: mode), batching, batchSize: batchSize))
    case .svrg: langevin(name, label, point, SVRGGradient(model, batching, batchSize: batchSize))
    case .saga: langevin(name, label, point, SAGAGradient(model, batching, batchSize: batchSize))
    }
  }

  private func langevin(
    _ name: String, _ label: String?, _ point: LangevinChoice, _ gradient: some GradientEstimator
  ) -> SweepSampler {
    switch point.integrator {
    case .eulerMaruyama: .langevin(name, batching: label, gradient, EulerMaruyama())
    case .leimkuhlerMatthews: .langevin(name, batching: label, gradient, LeimkuhlerMatthews())
    case .baoab: .langevin(name, batching: label, gradient, BAOAB(friction: friction))
    case .ubu: .langevin(name, batching: label, gradient, UBU(friction: friction))
    case .epochNoise: .langevin(name, batching: label, gradient, EpochNoise())
    }
  }
}
