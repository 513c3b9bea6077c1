/// Which blocks of rows are in memory, in which place, and for how long they must stay there.
///
/// A block is read into one of a few slots. The block that was used least recently gives way, unless its rows are lent.
/// It is used under a lock.
struct BlockCache {
  /// The slot of each block; `absent`, or `wanted` where it is to be read.
  private var slotOfBlock: [Int32]
  private var blockOfSlot: [Int32]
  /// How many times the rows of each slot are lent.
  private var lentCount: [Int]
  private var lastUse: [Int]
  private var useCount = 0
  /// For whom each slot was lent last.
  private var borrower: [Int]
  /// The blocks that are to be read, the first of them next.
  private(set) var queue: [Int32] = []

  private static let (absent, wanted): (Int32, Int32) = (-1, -2)

  init(blockCount: Int, slotCount: Int) {
    slotOfBlock = [Int32](repeating: Self.absent, count: blockCount)
    blockOfSlot = [Int32](repeating: Self.absent, count: slotCount)
    lentCount = [Int](repeating: 0, count: slotCount)
    lastUse = [Int](repeating: 0, count: slotCount)
    borrower = lastUse
  }

  /// The slot of a block that is in memory.
  func slot(of block: Int) -> Int32? { slotOfBlock[block] >= 0 ? slotOfBlock[block] : nil }

  /// Notes that a block is to be read, at once or behind all others. Returns whether that is new.
  mutating func want(_ block: Int, atOnce: Bool) -> Bool {
    if slotOfBlock[block] >= 0 { return false }
    if slotOfBlock[block] == Self.wanted {
      guard atOnce, let place = queue.firstIndex(of: Int32(block)), place > 0 else { return false }
      queue.remove(at: place)
    }
    slotOfBlock[block] = Self.wanted
    if atOnce { queue.insert(Int32(block), at: 0) } else { queue.append(Int32(block)) }
    return true
  }

  /// The next block to read, with a slot for it; nil where there is none, or all slots are lent.
  mutating func next() -> (block: Int, slot: Int)? {
    guard let block = queue.first else { return nil }
    var oldest: Int?
    for slot in blockOfSlot.indices where lentCount[slot] == 0 {
      if lastUse[slot] < oldest.map({ lastUse[$0] }) ?? .max { oldest = slot }
    }
    guard let slot = oldest else { return nil }
    queue.removeFirst()
    if blockOfSlot[slot] >= 0 { slotOfBlock[Int(blockOfSlot[slot])] = Self.absent }
    blockOfSlot[slot] = Self.absent
    // Nobody else is given it while it is read.
    lastUse[slot] = .max
    return (Int(block), slot)
  }

  /// Notes that a block has been read into its slot.
  mutating func finish(_ block: Int, _ slot: Int) {
    (slotOfBlock[block], blockOfSlot[slot]) = (Int32(slot), Int32(block))
    touch(slot)
  }

  /// Whether a slot was lent last for a purpose.
  func isLent(_ slot: Int, for purpose: Int) -> Bool { borrower[slot] == purpose }

  /// Keeps a slot's rows where they are until they are given back. Returns false where they have just been lent for the
  /// same purpose.
  mutating func lend(_ slot: Int, for purpose: Int) -> Bool {
    if borrower[slot] == purpose { return false }
    borrower[slot] = purpose
    lentCount[slot] += 1
    touch(slot)
    return true
  }

  mutating func giveBack(_ slot: Int) { lentCount[slot] -= 1 }

  private mutating func touch(_ slot: Int) {
    useCount += 1
    lastUse[slot] = useCount
  }
}
