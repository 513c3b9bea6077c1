internal import Synchronization

/// A model as a family of samplers sees it: with the family's batch size, and with its mode, which is looked for only
/// when asked for.
public struct ModelSite<Model: Posterior>: Sendable {
  /// The model that the samplers run on.
  public let model: Model
  /// B, the number of examples in a full minibatch of the family; N where it takes all examples.
  public private(set) var batchSize: Int
  /// The posterior in closed form, where it is known.
  @usableFromInline package let exactPosterior: (any ExactPosterior)?
  private let search: ModeSearchOnce

  /// A model without minibatches, and the way to find its mode.
  package init(
    _ model: Model, exactPosterior: (any ExactPosterior)? = nil,
    mode: @escaping @Sendable () throws(SamplingError) -> [Double]
  ) {
    self.model = model
    self.exactPosterior = exactPosterior
    batchSize = model.exampleCount
    search = ModeSearchOnce(mode)
  }

  /// The posterior's mode, where control variates are best anchored. One search serves all families on the model.
  ///
  /// - Throws: `SamplingError.noMode(_:)` when the search finds none.
  public func mode() throws(SamplingError) -> [Double] { try search.mode() }

  /// The number of steps that take as many examples as there are.
  @inlinable var stepsPerEpoch: Int { (model.exampleCount + batchSize - 1) / batchSize }

  func taking(_ batchSize: Int?) -> ModelSite {
    var site = self
    site.batchSize = batchSize ?? model.exampleCount
    return site
  }
}

/// A search that is made when its result is first asked for.
private final class ModeSearchOnce: Sendable {
  private let found = Mutex<[Double]?>(nil)
  private let search: @Sendable () throws(SamplingError) -> [Double]

  init(_ search: @escaping @Sendable () throws(SamplingError) -> [Double]) { self.search = search }

  func mode() throws(SamplingError) -> [Double] {
    try found.withLock { (found) throws(SamplingError) in
      if let found { return found }
      let mode = try search()
      found = mode
      return mode
    }
  }
}
