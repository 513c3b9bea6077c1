/// Runs work that may take long: with a progress display, in a task that an interruption cancels.
///
/// - Parameters:
///   - interrupted: What to say when an interruption leaves no result.
///   - work: Told where to show its progress. It throws `CancellationError` when it is cancelled and has no result.
func underProgress<Result: Sendable>(
  quiet: Bool, interrupted: String = "interrupted",
  _ work: @escaping @Sendable (ProgressDisplay) async throws -> Result
) async throws -> Result {
  let progress = ProgressDisplay(isQuiet: quiet)
  let task = Task { try await work(progress) }
  Interrupt.begin(interrupted) { task.cancel() }
  defer {
    Interrupt.end()
    progress.end()
  }
  do { return try await task.value } catch is CancellationError { throw Failure(.interrupted, interrupted) }
}
