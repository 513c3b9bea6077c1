/// How long several chains run, on which random streams, and how many of them at a time.
public struct ChainSchedule: Sendable {
  /// Draws that each chain shows to its observer.
  @usableFromInline package var count: Int
  /// Draws thrown away first.
  @usableFromInline package var burnIn: Int
  /// Of the draws after burn-in one in so many is shown: a chain makes `burnIn + count * thinning`.
  @usableFromInline package var thinning: Int
  /// Whether what is thrown away is shown to the observer too, before the draws and thinned as they are: first the
  /// ⌈w/t⌉ of a warm-up of w steps, then the ⌈b/t⌉ of a burn-in of b draws, t being the thinning.
  @usableFromInline package var showsBurnIn = false
  /// The chains that run, by their numbers from 0; all of them where nil.
  @usableFromInline package var chains: [Int]?
  /// The seed of all chains. Each draws from a stream named after the seed and its own number alone.
  @usableFromInline package var seed: UInt64
  /// Chains that run at a time.
  @usableFromInline package var threads: Int
  /// Told now and then the share of the run that is made, 0 to 1, from any thread but never from two at once.
  @usableFromInline package var onProgress: @Sendable (_ fraction: Double) -> Void

  /// A schedule; a draw is the sampler's ``PosteriorSampler/stepsPerDraw`` steps.
  ///
  /// - Parameters:
  ///   - count: Draws that each chain shows to its observer.
  ///   - burnIn: Draws thrown away first, behind the sampler's own warm-up if it has one.
  ///   - thinning: Of the draws after burn-in, one in so many is shown.
  ///   - seed: The seed of all chains.
  ///   - threads: Chains that run at a time.
  ///   - onProgress: Told the share of the run that is made.
  public init(
    count: Int, burnIn: Int = 0, thinning: Int = 1, seed: UInt64 = 1, threads: Int = 1,
    onProgress: @escaping @Sendable (_ fraction: Double) -> Void = { _ in }
  ) {
    self.count = count
    self.burnIn = burnIn
    self.thinning = thinning
    self.seed = seed
    self.threads = threads
    self.onProgress = onProgress
  }
}
