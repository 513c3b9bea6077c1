/// How many draws of a chain are made at a time: so many that asking between them costs nothing, and so few that a
/// chain is not long without being asked whether it is to stop, or to be saved.
@usableFromInline
struct BlockPace {
  /// The draws of the next block.
  @usableFromInline private(set) var draws = 1
  private let most: Int
  private var blocks = 0
  private var begun: ContinuousClock.Instant?

  @usableFromInline
  init(most: Int) { self.most = most }

  /// A block begins. Once blocks are at their largest only some are timed, since looking at a clock takes as long as a
  /// short step.
  @usableFromInline
  mutating func begin() {
    blocks &+= 1
    begun = draws < most || blocks % 16 == 0 ? .now : nil
  }

  /// The block is made.
  @usableFromInline
  mutating func end() {
    guard let begun else { return }
    let time = ContinuousClock.now - begun
    if time > .milliseconds(100) {
      draws = max(1, draws / 2)
    } else if time < .milliseconds(25) {
      draws = min(most, 2 * draws)
    }
  }
}
