/// Draws of the same posterior that another program has made, and what they cost it.
public struct OutsideDraws: Sendable {
  /// What to call them in the result.
  public let name: String
  let draws: Draws
  private let evaluations: Int
  private let seconds: Double

  /// Draws from the first on, at even cost, with no warm-up thrown away: of each budget the last half counts, as it
  /// does for the library's own samplers.
  ///
  /// - Parameters:
  ///   - name: What to call them, such as the program and its sampler.
  ///   - draws: The draws, of the model's unconstrained parameters; each chain is a replicate.
  ///   - evaluations: The gradients of single examples that each chain took, its search for a mode included.
  ///   - seconds: The processor time of each chain.
  public init(name: String, draws: Draws, evaluations: Int, seconds: Double) {
    precondition(evaluations >= 1 && seconds >= 0, "draws cost at least one gradient, and no negative time")
    (self.name, self.draws, self.evaluations, self.seconds) = (name, draws, evaluations, seconds)
  }

  /// The error at each budget that was spent.
  func points(at budgets: [Int], _ reference: MultivariateNormal) -> [CostPoint] {
    let reached = budgets.filter { $0 <= evaluations }
    func place(_ cost: Double) -> Int { Int(Double(draws.drawsPerChain) * cost / Double(evaluations)) }
    let outcomes = (0..<draws.chainCount).map { chain in
      let stages = reached.map { budget in
        var moments = BatchedMoments(reference: reference, drawCount: 1, batchCount: 1)
        for draw in place(Double(budget) / 2)..<place(Double(budget)) { moments.add(draws.draw(draw, chain: chain)) }
        return CostOutcome.Stage(moments: moments, seconds: seconds * Double(budget) / Double(evaluations))
      }
      return CostOutcome(stages: stages, hasFailed: false)
    }
    return reached.indices.map { CostPoint((name, nil), reached[$0], outcomes, stage: $0, reference) }
  }
}
