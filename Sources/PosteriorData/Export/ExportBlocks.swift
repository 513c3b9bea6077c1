/// The pieces in which an array is written: chunks of equal extents, the last of which may stand over its edges.
struct ExportBlocks {
  /// The extents of a chunk.
  let chunk: [Int]
  /// Rows that are written together, in their order, and where the chunks of each begin among all chunks.
  let blocks: [(rows: Range<Int>, index: [Int])]

  /// The bytes that a chunk has at the most.
  static let size = 1 << 22

  init(_ array: ExportArray, as type: ElementType, size: Int = Self.size) {
    var (chunk, room) = (array.shape, max(1, size / type.size))
    for axis in chunk.indices.reversed() {
      // Each chain has chunks of its own.
      chunk[axis] = array.isOfDraws && axis == 0 ? 1 : max(1, min(chunk[axis], room))
      room /= chunk[axis]
    }
    self.chunk = chunk
    let chains = array.isOfDraws ? array.shape[0] : 1
    let perChain = array.rowCount / max(1, chains)
    let together = array.shape.isEmpty ? 1 : chunk[array.isOfDraws ? 1 : 0]
    blocks = (0..<chains).flatMap { chain in
      stride(from: 0, to: perChain, by: together).map { first in
        let rows = chain * perChain + first..<chain * perChain + min(first + together, perChain)
        let index = (array.isOfDraws ? [chain] : []) + (array.shape.isEmpty ? [] : [first / together])
        return (rows, index)
      }
    }
  }
}
