import PosteriorDiagnostics
import Synchronization

/// A sink that keeps every position in memory that was there before, as the C reference does: what is timed is the
/// chain, not the first touch of fresh pages.
struct PositionBuffer: DrawSink {
  private(set) var values: [Double]

  mutating func append(_ draw: [Double]) { values.append(contentsOf: draw) }
}

/// A sink that keeps nothing.
struct NoDraws: DrawSink {
  mutating func append(_ draw: [Double]) {}
}

/// The memory that position buffers take, and give back when a repeat is over.
final class BufferPool: Sendable {
  private let free: Mutex<[[Double]]>

  /// Room for `count` buffers of `capacity` numbers.
  init(count: Int, capacity: Int) {
    free = Mutex(
      (0..<count).map { _ in
        var values: [Double] = []
        values.reserveCapacity(capacity)
        return values
      })
  }

  func take() -> PositionBuffer { PositionBuffer(values: free.withLock { $0.popLast() } ?? []) }

  func giveBack(_ buffers: [PositionBuffer]) {
    for var values in buffers.map(\.values) {
      values.removeAll(keepingCapacity: true)
      free.withLock { $0.append(values) }
    }
  }
}
