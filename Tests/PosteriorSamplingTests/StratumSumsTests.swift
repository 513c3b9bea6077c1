import PosteriorModels
import Synchronization
import Testing

@testable import PosteriorSampling

/// A model that notes which examples' gradients are asked for.
private struct Watched: PosteriorWrapper {
  let base: any Posterior
  let asked = Asked()

  final class Asked: Sendable {
    let examples = Mutex<Set<Int32>>([])
  }

  func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    let own = (0..<examples.count).map { examples[$0] }
    asked.examples.withLock { $0.formUnion(own) }
    base.addLogLikelihoodGradient(
      ofExamples: examples, at: position, relativeTo: anchor, scaledBy: scale, to: &gradient)
  }
}

/// What some processes have told each other: the terms of all strata.
private final class Board: Sendable {
  let terms: Mutex<[Double]>

  init(_ count: Int) { terms = Mutex([Double](repeating: .nan, count: count)) }
}

/// One of several processes. It writes its terms on the board, and takes the others' from there.
private final class Process: StratumSums {
  private let (number, count, board): (Int, Int, Board)

  init(_ number: Int, of count: Int, _ board: Board) { (self.number, self.count, self.board) = (number, count, board) }

  func own(of strata: Int) -> Range<Int> { number * strata / count..<(number + 1) * strata / count }

  func complete(_ terms: inout MutableSpan<Double>) {
    let each = terms.count / count
    var all = board.terms.withLock { $0 }
    for place in number * each..<(number + 1) * each { all[place] = terms[place] }
    for place in 0..<terms.count { terms[place] = all[place] }
    board.terms.withLock { $0 = all }
  }
}

/// Gradients that several processes compute together.
@Suite struct StratumSumsTests {
  /// Rows of very different sizes, so that the order of a sum is seen in its bits.
  private static let model: LogisticRegression = {
    var random = GSLRandom(seed: 12)
    return LogisticRegression(
      design: Matrix(columnCount: 3, elements: (0..<120).map { _ in 100 * random.normal() * random.normal() }),
      labels: (0..<40).map { _ in random.uniform() < 0.5 ? 0 : 1 }, prior: .normal(standardDeviation: 1))
  }()

  /// Any number of processes has the bits of one, for minibatches of any size and for control variates; and a process
  /// asks for rows of its own strata alone.
  @Test(arguments: [1, 2, 4], [8, 12, 40]) func processesHaveTheBitsOfOne(_ count: Int, _ size: Int) {
    let (d, strata) = (3, 4)
    for anchor in [nil, [0.01, -0.02, 0.005]] {
      /// The estimate of the last of so many steps; an anchor's pass over all rows is not watched.
      func estimate(_ model: some Posterior, _ sums: (any StratumSums)?, step: Int, _ watched: Watched?) -> [Double] {
        var batching = StratifiedEpochs(strataCount: strata)
        batching.sums = sums
        func last(_ gradient: some GradientEstimator) -> [Double] {
          let position = [0.02, -0.01, 0.03]
          var (random, estimate) = (GSLRandom(seed: 3), [Double](repeating: 0, count: d))
          var state = gradient.start(at: position, using: &random)
          watched?.asked.examples.withLock { $0 = [] }
          for _ in 0..<step { _ = gradient.estimate(&estimate, at: position, state: &state, using: &random) }
          return estimate
        }
        guard let anchor else { return last(MinibatchGradient(model, batching, batchSize: size)) }
        return last(MinibatchGradient(model.anchored(at: anchor), batching, batchSize: size))
      }
      for step in 1...7 {
        let alone = estimate(Self.model, nil, step: step, nil)
        // First all write the step's terms on the board, then each reads.
        let board = Board(strata * d)
        for round in 0..<2 {
          for number in 0..<count {
            let watched = Watched(base: Self.model)
            let made = estimate(watched, Process(number, of: count, board), step: step, watched)
            if round == 1 { #expect(made == alone) }
            let own = 10 * strata / count
            #expect(watched.asked.examples.withLock { !$0.isEmpty && $0.allSatisfy { Int($0) / own == number } })
          }
        }
      }
    }
  }

  /// Terms are added up from the first stratum to the last.
  @Test func termsAreAddedInOrder() {
    let (model, position) = (Self.model, [0.02, -0.01, 0.03])
    let batching = StratifiedEpochs(strataCount: 4)
    let gradient = MinibatchGradient(model, batching, batchSize: 40)
    var (random, estimate) = (GSLRandom(seed: 3), [0.0, 0, 0])
    var state = gradient.start(at: position, using: &random)
    var differ = 0
    for _ in 0..<20 {
      _ = gradient.estimate(&estimate, at: position, state: &state, using: &random)
      var prior = [0.0, 0, 0]
      var span = prior.mutableSpan
      model.addLogPriorGradient(at: position.span, to: &span)
      let terms = (0..<4).map { stratum in
        var term = [0.0, 0, 0]
        var span = term.mutableSpan
        model.addLogLikelihoodGradient(
          ofExamples: state.examples.span.extracting(10 * stratum..<10 * (stratum + 1)), at: position.span,
          relativeTo: nil, scaledBy: -1, to: &span)
        return term
      }
      func sum(_ terms: [[Double]]) -> [Double] { terms.reduce(prior.map { -$0 }) { zip($0, $1).map(+) } }
      #expect(estimate == sum(terms))
      differ += estimate == sum(terms.reversed()) ? 0 : 1
    }
    #expect(differ > 0)
  }
}
