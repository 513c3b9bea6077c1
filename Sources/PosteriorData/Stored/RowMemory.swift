internal import Foundation
import PosteriorModels
import PosteriorNumerics

/// A memory of bounded size for the rows of a packed set, which threads of its own read as they are wanted.
final class RowMemory: @unchecked Sendable {
  /// The memory: rows of the design in slots of a block each, and their responses.
  let design: UnsafeMutableRawPointer
  let responses: UnsafeMutablePointer<Double>
  let size: BlockSize
  private let reader: BlockReader
  /// That of the design.
  var precision: DesignPrecision { reader.precision }

  /// Guards what follows.
  private let condition = NSCondition()
  private var cache: BlockCache
  private var borrowerCount = 0
  private var purpose = 0
  /// Whether somebody waits for slots that are lent.
  private var isShort = false
  private var isClosed = false
  private var failure: DataError?

  init(_ reader: BlockReader, _ size: BlockSize) {
    (self.reader, self.size) = (reader, size)
    cache = BlockCache(blockCount: size.blockCount, slotCount: size.slotCount)
    let bytes = size.rowsInMemory * size.designRowSize
    design = .allocate(byteCount: bytes, alignment: 64)
    UnsafeRawBufferPointer(start: design, count: bytes).useLargePages(isFilled: false)
    responses = .allocate(capacity: size.rowsInMemory)
    // Two threads: one copies from the system's cache while the other lays rows out.
    for _ in 0..<2 { Thread.detachNewThread { [self] in while readNext() {} } }
  }

  deinit {
    design.deallocate()
    responses.deallocate()
  }

  /// Ends the threads.
  func close() {
    locked {
      isClosed = true
      condition.broadcast()
    }
  }

  /// What went wrong as rows were read, if anything did: these are not numbers since.
  var firstFailure: DataError? { locked { failure } }

  /// Has blocks read that will be used soon, as far as there is room for them beside those that are used now.
  func expect(_ blocks: Range<Int>) {
    let new = locked {
      let new = blocks.filter { cache.queue.count < size.slotCount / 2 && cache.want($0, atOnce: false) }
      if !new.isEmpty { condition.broadcast() }
      return new
    }
    for block in new { reader.advise(size.rows(of: block)) }
  }

  /// Writes where rows are in memory, and keeps them there until their slots are given back: the first rows, as many as
  /// have room in the slots that one borrower may have.
  ///
  /// - Returns: How many rows, and in how many slots.
  func borrow(
    _ examples: Span<Int32>, _ places: UnsafeMutablePointer<Int32>, _ slots: UnsafeMutablePointer<Int32>
  ) -> (rows: Int, slots: Int) {
    locked {
      // Whoever is let in will have what it needs, since nobody else can hold too much.
      while (borrowerCount + 1) * size.mostSlots > size.slotCount { waitForSlots() }
      borrowerCount += 1
      purpose += 1
      let mine = purpose
      var count = 0
      for i in 0..<examples.count {
        let block = Int(examples[i]) >> size.shift
        if count == size.mostSlots, cache.slot(of: block).map({ !cache.isLent(Int($0), for: mine) }) ?? true {
          return (i, count)
        }
        let slot = slot(of: block)
        if cache.lend(Int(slot), for: mine) {
          slots[count] = slot
          count += 1
        }
        places[i] = slot << Int32(size.shift) + examples[i] & Int32(size.blockRowCount - 1)
      }
      return (examples.count, count)
    }
  }

  /// Gives slots back.
  func giveBack(_ slots: UnsafePointer<Int32>, _ count: Int) {
    locked {
      for i in 0..<count { cache.giveBack(Int(slots[i])) }
      borrowerCount -= 1
      if isShort { condition.broadcast() }
      isShort = false
    }
  }

  private func waitForSlots() {
    isShort = true
    condition.wait()
  }

  /// The slot of a block, which is waited for.
  private func slot(of block: Int) -> Int32 {
    while true {
      if let slot = cache.slot(of: block) { return slot }
      if cache.want(block, atOnce: true) { condition.broadcast() }
      condition.wait()
    }
  }

  /// Reads the block that is wanted next; false when there is nothing more to do for ever.
  private func readNext() -> Bool {
    let next: (block: Int, slot: Int)? = locked {
      while !isClosed {
        if let next = cache.next() { return next }
        if cache.queue.isEmpty { condition.wait() } else { waitForSlots() }
      }
      return nil
    }
    guard let (block, slot) = next else { return false }
    let rows = size.rows(of: block)
    let (made, answers) = (design + (slot << size.shift) * size.designRowSize, responses + slot << size.shift)
    do throws(DataError) {
      try reader.read(rows, made, answers)
    } catch {
      // All bits set are no number in either precision.
      memset(made, 0xff, rows.count * size.designRowSize)
      answers.update(repeating: .nan, count: rows.count)
      locked { failure = failure ?? error }
    }
    locked {
      cache.finish(block, slot)
      condition.broadcast()
    }
    return true
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    condition.lock()
    defer { condition.unlock() }
    return body()
  }
}

/// How rows are cut into blocks, and how many of these are in memory.
struct BlockSize: Sendable {
  let rowCount: Int
  /// The bytes of a row of the design.
  let designRowSize: Int
  /// log₂ of the rows of a block.
  let shift: Int
  /// The blocks that there is room for.
  let slotCount: Int

  /// - Parameters:
  ///   - most: The most rows that a block may have.
  ///   - memory: The bytes that rows and responses may take. Eight blocks are the least.
  init(rowCount: Int, designRowSize: Int, most: Int, memory: Int) {
    (self.rowCount, self.designRowSize) = (rowCount, designRowSize)
    let rowSize = designRowSize + 8
    let size = max(1, min(most, memory / (8 * rowSize)))
    shift = size.bitWidth - 1 - size.leadingZeroBitCount
    slotCount = min((rowCount - 1) >> shift + 1, max(8, memory / (rowSize << shift)))
  }

  var blockRowCount: Int { 1 << shift }
  /// The bytes of a block in memory.
  var slotSize: Int { (designRowSize + 8) << shift }
  var blockCount: Int { (rowCount - 1) >> shift + 1 }
  var rowsInMemory: Int { slotCount << shift }
  /// The most slots that one borrower may have.
  var mostSlots: Int { max(1, min(64, slotCount / 2)) }

  /// The rows of a block.
  func rows(of block: Int) -> Range<Int> { block << shift..<min((block + 1) << shift, rowCount) }
}
