import PosteriorSampling

#if MPI
  import CMPI
  import Synchronization
#endif

/// Shares the strata of minibatches among the ranks: each computes its own strata's terms of every gradient, and all
/// give theirs to each other, so that each rank makes the same chain.
///
/// Before ``begin()`` and after ``end()`` each rank computes all terms for itself, with the same bits.
final class StrataRanks: StratumSums {
  /// How a rank is.
  enum Word: Double {
    case isAtWork = 0
    /// It has ended, as it was asked to.
    case hasLeft = 1
    /// It cannot read its rows.
    case cannotRead = 2
  }

  #if MPI
    private let strataCount: Int
    private let model: AnyPosterior
    private let isUnderWay = Atomic(false)
    private let heard = Atomic(0)
  #endif

  private init(_ batching: StratifiedEpochs, _ model: AnyPosterior) {
    #if MPI
      (strataCount, self.model) = (batching.strataCount, model)
    #endif
  }

  /// The same minibatches, whose gradients ranks compute together where there are several.
  static func sharing(_ batching: StratifiedEpochs, _ model: AnyPosterior) throws(Failure) -> StratifiedEpochs {
    guard Ranks.count > 1 else { return batching }
    guard batching.strataCount.isMultiple(of: Ranks.count) else {
      let counts = (1...batching.strataCount).filter(batching.strataCount.isMultiple(of:)).map { "\($0)" }
      throw Failure(
        .usage,
        "each rank has as many strata of \(batching.name): start \(counts.joined(separator: ", ")) of them, not "
          + "\(Ranks.count)")
    }
    var shared = batching
    shared.sums = StrataRanks(batching, model)
    return shared
  }

  /// What shares a sampler's gradients; nil where each is computed by one process.
  static func of(_ sampler: AnySampler) -> StrataRanks? {
    let gradient = (sampler.base as? any EstimatorSampler)?.gradient
    return (gradient as? any StratifiedEstimator)?.stratified?.sums as? StrataRanks
  }

  #if MPI
    /// What another rank has said beside being at work.
    var word: Word { Word(rawValue: Double(heard.load(ordering: .relaxed))) ?? .isAtWork }

    /// Begins to compute this rank's terms alone. All ranks do.
    func begin() {
      heard.store(0, ordering: .relaxed)
      isUnderWay.store(true, ordering: .relaxed)
    }

    /// Ends it. All ranks do.
    func end() { isUnderWay.store(false, ordering: .relaxed) }

    /// Ends it by this rank, which was asked to while the others wait for its terms.
    func leave() {
      var none = [Double](repeating: 0, count: strataCount * model.dimension)
      var terms = none.mutableSpan
      exchange(&terms, .hasLeft)
      end()
    }

    func own(of count: Int) -> Range<Int> {
      guard isUnderWay.load(ordering: .relaxed) else { return 0..<count }
      let each = count / Ranks.count
      return Ranks.number * each..<(Ranks.number + 1) * each
    }

    func complete(_ terms: inout MutableSpan<Double>) {
      guard isUnderWay.load(ordering: .relaxed) else { return }
      exchange(&terms, model.capabilities.stored?.failure == nil ? .isAtWork : .cannotRead)
    }

    /// Gives the other ranks this one's terms, with a word, and has theirs. Where one is not at work nothing can be
    /// added up any more.
    private func exchange(_ terms: inout MutableSpan<Double>, _ word: Word) {
      let (ranks, each) = (Ranks.count, terms.count / Ranks.count)
      terms.withUnsafeMutableBufferPointer { terms in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: ranks * (each + 1)) { all in
          let own = Ranks.number * (each + 1)
          for j in 0..<each { all[own + j] = terms[Ranks.number * each + j] }
          all[own + each] = word.rawValue
          cmpi_gather_numbers(all.baseAddress, Int32(each + 1))
          for rank in 0..<ranks {
            for j in 0..<each { terms[rank * each + j] = all[rank * (each + 1) + j] }
            let word = all[rank * (each + 1) + each]
            guard word != 0 else { continue }
            heard.store(Int(word), ordering: .relaxed)
            terms.update(repeating: .nan)
            return
          }
        }
      }
    }
  #else
    var word: Word { .isAtWork }
    func begin() {}
    func end() {}
    func leave() {}
    func own(of count: Int) -> Range<Int> { 0..<count }
    func complete(_ terms: inout MutableSpan<Double>) {}
  #endif
}
