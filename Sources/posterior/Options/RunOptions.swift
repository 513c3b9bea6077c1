import ArgumentParser
import Foundation

/// The seed of whatever is random.
struct SeedOption: ParsableArguments {
  @Option(help: ArgumentHelp("The seed of every random stream: the same seed gives the same result.", valueName: "s"))
  var seed: UInt64 = 1
}

/// How much of the machine is used.
struct ThreadsOption: ParsableArguments {
  @Option(help: ArgumentHelp("Threads; the result does not depend on it. Default: all processors.", valueName: "t"))
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws { try require("--threads", atLeast: 1, threads) }
}

/// How long chains run, on which streams, and where.
struct RunOptions: ParsableArguments {
  @OptionGroup var length: LengthOptions
  @OptionGroup var seeding: SeedOption
  @OptionGroup var threading: ThreadsOption

  var chains: Int { length.chains }
  var seed: UInt64 { seeding.seed }
  var threads: Int { threading.threads }
}
