internal import Synchronization

/// Independent pieces of work, such as chains, in tasks of their own, so many at a time.
@usableFromInline
package struct TaskPool: Sendable {
  /// Pieces under way at a time.
  private let threads: Int
  /// Which pieces are to stop.
  private let stop = StopSignal()
  /// How far the work has come.
  private let progress: WorkProgress
  private let isCancellable: Bool

  /// - Parameters:
  ///   - total: The work of all pieces together, in the unit in which they tell of it.
  ///   - isCancellable: Whether the pieces stop when the surrounding task is cancelled.
  @usableFromInline
  package init(
    threads: Int, total: Int = 1, isCancellable: Bool = true,
    onProgress: @escaping @Sendable (_ fraction: Double) -> Void = { _ in }
  ) {
    precondition(threads >= 1, "a run needs at least one thread, not \(threads)")
    self.threads = threads
    self.isCancellable = isCancellable
    progress = WorkProgress(total: total, onProgress)
  }

  /// The share of the work that is done.
  package var fraction: Double { progress.fraction }

  /// Runs pieces numbered from 0, and returns what they returned, in their order whatever the timing.
  ///
  /// A piece that throws stops those after it, and lets those before it go on, so that the failure of the lowest number
  /// is always known. When the surrounding task is cancelled all are told to stop, unless the pool says otherwise. A
  /// piece that never began has no result.
  ///
  /// - Parameter onEnd: Told of each piece that returned, as it ends, one at a time.
  @usableFromInline
  package func run<Value: Sendable>(
    _ pieces: Int, onEnd: (_ piece: Int, _ value: Value) -> Void = { _, _ in },
    _ work: @escaping @Sendable (RunningPiece) throws -> Value
  ) async -> [Result<Value, any Error>?] {
    await withTaskCancellationHandler {
      await withTaskGroup(of: (piece: Int, result: Result<Value, any Error>).self) { group in
        var results: [Result<Value, any Error>?] = []
        func startNext() {
          let piece = RunningPiece(number: results.count, stop: stop, progress: progress)
          guard piece.number < pieces, !piece.isStopped else { return }
          results.append(nil)
          group.addTask { (piece.number, piece.result(of: work)) }
        }
        for _ in 0..<threads { startNext() }
        for await (piece, result) in group {
          results[piece] = result
          startNext()
          if case .success(let value) = result { onEnd(piece, value) }
        }
        return results + [Result<Value, any Error>?](repeating: nil, count: pieces - results.count)
      }
    } onCancel: {
      if isCancellable { stop.stop(from: 0) }
    }
  }

  /// Runs pieces all of which are needed.
  ///
  /// - Throws: The error of the piece of the lowest number, if any failed; `CancellationError` when the surrounding
  ///   task is cancelled.
  @usableFromInline
  package func runAll<Value: Sendable>(
    _ pieces: Int, _ work: @escaping @Sendable (RunningPiece) throws -> Value
  ) async throws -> [Value] {
    // In the order of the pieces, so that the first error met is that of the lowest number.
    let values = try await run(pieces, work).compactMap { try $0?.get() }
    guard values.count == pieces else { throw CancellationError() }
    return values
  }
}
