/// A number that a sampler reports of each draw, beside the position: a column of a table of draws.
///
///     public var columns: [DrawColumn<State, Info>] {
///       [DrawColumn("accept_stat__") { state, info in info.acceptanceStatistic }]
///     }
///
/// A sampler lists its columns in ``PosteriorSampler/columns``. Files, summaries and commands take them from there. The
/// names are those that Stan's programs give, where Stan has such a column: they end in two underscores.
public struct DrawColumn<State, Info>: Sendable {
  /// The name that files and summaries give the column.
  @usableFromInline package let name: String
  /// The value at a draw.
  @usableFromInline package let value: @Sendable (_ state: State, _ info: Info) -> Double

  /// A column, from its name and its value at a draw.
  ///
  /// - Parameters:
  ///   - name: What files and summaries call it.
  ///   - value: Given the chain's state, and what the step that led there reported.
  public init(_ name: String, _ value: @escaping @Sendable (_ state: State, _ info: Info) -> Double) {
    self.name = name
    self.value = value
  }
}

extension DrawColumn {
  /// ln p, as the state knows it.
  static func logDensity(_ value: @escaping @Sendable (State) -> Double) -> DrawColumn {
    DrawColumn("lp__") { state, _ in value(state) }
  }
}

extension DrawColumn where Info == MetropolisInfo {
  /// The probability with which the proposal was to be accepted.
  static var acceptance: DrawColumn { DrawColumn("accept_stat__") { $1.acceptanceProbability } }
}

extension DrawColumn where Info == HamiltonianInfo {
  /// What a warm-up tunes.
  static var acceptance: DrawColumn { DrawColumn("accept_stat__") { $1.acceptanceStatistic } }
  /// ε.
  static var stepSize: DrawColumn { DrawColumn("stepsize__") { $1.stepSize } }
  /// 1 where the trajectory diverged.
  static var divergence: DrawColumn { DrawColumn(HamiltonianColumn.divergence) { $1.isDivergent ? 1 : 0 } }
  /// H of the draw.
  static var energy: DrawColumn { DrawColumn(HamiltonianColumn.energy) { $1.energy } }
}

/// The names of the columns by which a summary judges Hamiltonian dynamics.
package enum HamiltonianColumn {
  /// 1 where a trajectory diverged.
  package static let divergence = "divergent__"
  /// H of the draw.
  package static let energy = "energy__"
}
