internal import Synchronization

/// A piece of work under way: what it asks of the pool that runs it, and tells it.
@usableFromInline
package struct RunningPiece: Sendable {
  /// Its number, from 0.
  @usableFromInline package let number: Int
  let stop: StopSignal
  let progress: WorkProgress?

  /// Whether it is to end.
  @usableFromInline package var isStopped: Bool { stop.includes(number) }

  /// Tells that so much of the work is done.
  @usableFromInline
  package func add(_ work: Int) { progress?.add(work) }

  /// Work that runs by itself, in no pool.
  package static var alone: RunningPiece { RunningPiece(number: 0, stop: StopSignal(), progress: nil) }

  /// The same piece, for a part of it that tells nothing.
  package var untold: RunningPiece { RunningPiece(number: number, stop: stop, progress: nil) }

  /// What the work returns or throws.
  func result<Value>(of work: (RunningPiece) throws -> Value) -> Result<Value, any Error> {
    let result = Result { try work(self) }
    if case .failure = result { stop.stop(from: number + 1) }
    return result
  }
}

/// Which pieces are to stop: all from a number on, none at first.
final class StopSignal: Sendable {
  private let first = Atomic(Int.max)

  func includes(_ piece: Int) -> Bool { piece >= first.load(ordering: .relaxed) }

  /// Stops the pieces numbered `piece` and above.
  func stop(from piece: Int) { first.min(piece, ordering: .relaxed) }
}

/// Adds up the work of all pieces, from any thread.
final class WorkProgress: Sendable {
  private let total: Int
  private let done = Mutex(0)
  private let onProgress: @Sendable (Double) -> Void

  init(total: Int, _ onProgress: @escaping @Sendable (Double) -> Void) {
    self.total = total
    self.onProgress = onProgress
  }

  var fraction: Double { fraction(done.withLock { $0 }) }

  func add(_ work: Int) {
    guard work > 0 else { return }
    // Told under the lock, so that the share never goes down.
    done.withLock { done in
      done += work
      onProgress(fraction(done))
    }
  }

  private func fraction(_ done: Int) -> Double { min(1, Double(done) / Double(total)) }
}
