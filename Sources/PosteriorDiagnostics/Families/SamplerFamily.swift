/// A sampler without its learning rate: what a ``LearningRateSweep`` and a ``CostComparison`` compare.
///
///     let mine = SamplerFamily<LogisticRegression>("mine", batchSize: 13) { site, rate in
///       MySampler(site.model, learningRate: rate, batchSize: site.batchSize)
///     }
///
/// The batch size is said here and nowhere else. Draws are taken at the ends of epochs, or less often where a sampler's
/// own clock says so.
public struct SamplerFamily<Model: Posterior>: Sendable {
  /// The sampler's name, as results give it.
  package let name: String
  /// How its minibatches are chosen, where that is not the sampler's usual way.
  package let batching: String?
  /// B, the number of examples in a full minibatch; nil where every step takes all examples.
  package let batchSize: Int?
  /// Whether samplers differ with the learning rate.
  let takesLearningRate: Bool
  private let onModel: @Sendable (ModelSite<Model>) throws(SamplingError) -> RatedSampler

  /// A family of samplers of any type.
  ///
  /// - Parameters:
  ///   - name: The sampler's name. Random streams are named after it.
  ///   - batching: How minibatches are chosen, where results should say it.
  ///   - batchSize: B; leave it out where every step takes all examples.
  ///   - takesLearningRate: False for a sampler that is the same at every rate.
  ///   - make: The sampler on a model at a learning rate η (not ε/2).
  @inlinable
  public init<Sampler: PosteriorSampler>(
    _ name: String, batching: String? = nil, batchSize: Int? = nil, takesLearningRate: Bool = true,
    make: @escaping @Sendable (_ site: ModelSite<Model>, _ learningRate: Double) throws(SamplingError) -> Sampler
  ) {
    self.init(name, batching: batching, batchSize: batchSize, takesLearningRate: takesLearningRate) { site in
      RatedSampler(stepsPerEpoch: site.stepsPerEpoch) { (rate) throws(SamplingError) in
        AnySampler(try make(site, rate))
      }
    }
  }

  @usableFromInline
  package init(
    _ name: String, batching: String? = nil, batchSize: Int? = nil, takesLearningRate: Bool = true,
    onModel: @escaping @Sendable (ModelSite<Model>) throws(SamplingError) -> RatedSampler
  ) {
    self.name = name
    self.batching = batching
    self.batchSize = batchSize
    self.takesLearningRate = takesLearningRate
    self.onModel = onModel
  }

  func on(_ site: ModelSite<Model>) throws(SamplingError) -> RatedSampler { try onModel(site.taking(batchSize)) }
}

extension SamplerFamily: CustomStringConvertible {
  /// The sampler's name, as sweeps and their tables have it.
  public var description: String { name }
}
