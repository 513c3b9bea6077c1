import PosteriorData

extension RunRecording {
  /// Refuses now what ``begin(_:_:at:replacing:)`` would refuse later, and data that one rank alone is given.
  static func check(_ path: String?, replacing: Bool = false, _ source: ModelOptions) throws {
    if Ranks.count > 1, source.inputs.contains(where: { $0.path == "-" }) {
      throw Failure(.usage, "mpirun gives standard input to rank 0 alone: name a file that all ranks see")
    }
    if let path, Ranks.isFirst { try RunFolder.check(path, replacing: replacing) }
  }

  /// Begins a run at a path, or goes on with an earlier one, as soon as all ranks know what it is made of; nil where
  /// nothing is to be kept.
  static func begin(
    _ plan: RunPlan, _ earlier: RunRecording?, at path: String?, replacing: Bool = false
  ) async throws -> RunRecording? {
    try await Ranks.meet()
    let own = Ranks.isFirst ? try earlier ?? path.map { try RunRecording(plan, at: $0, replacing: replacing) } : earlier
    try earlier?.goOn(plan)
    let place = try await Ranks.meet(saying: own?.path ?? "")
    do { return try Ranks.isFirst ? own : own ?? RunRecording(goingOnIn: place) } catch RunError.noRun {
      throw Failure(.output, "'\(place)', which rank 0 has made, is not there: name a folder that all ranks see")
    }
  }
}
