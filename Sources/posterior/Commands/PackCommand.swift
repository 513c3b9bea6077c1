import ArgumentParser
import Foundation
import PosteriorData
import Synchronization

/// `posterior pack`.
struct PackCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Pack CSV of any size into a folder that every --data takes, or look whether one is whole.",
    discussion: """
      Files of the same columns are one table. Rows go into shards, rows-1.npy, …, which NumPy reads too; table.json \
      says what the columns are. Columns of texts become factors. Memory does not grow with the rows.

      Where rows lie in an order that matters, such as that of the target, --shuffle brings them into random order \
      once: reading blocks of rows is then as good as reading single ones at random.

      EXAMPLES
        posterior pack trips-*.csv.gz trips --shuffle
        posterior sample logistic-regression --data trips --target tipped
        posterior pack --verify trips
      """)

  @Argument(
    help: ArgumentHelp(
      "CSV files, which gzip may have compressed, - for standard input, and last the folder.",
      valueName: "file.csv… dir"),
    completion: .file())
  var paths: [String] = []

  @Option(
    help: ArgumentHelp("The columns to keep, separated by commas. Default: all of them.", valueName: "a,b,..."))
  var columns: String?

  @Flag(
    name: .customLong("decimal-comma"),
    help: "The numbers have decimal commas, so that 1,100 is 1.1, where that is in doubt.")
  var decimalComma = false

  @Flag(help: "Bring the rows into random order, all orders equally likely.")
  var shuffle = false

  @OptionGroup var seeding: SeedOption

  @Option(
    help: ArgumentHelp("Memory that --shuffle takes, such as 512M or 2G. Default: 512M.", valueName: "size"))
  var memory: ByteCount?

  @Flag(help: "Replace the packed set that is in the folder, as soon as the new one is whole.")
  var overwrite = false

  @Flag(help: "Pack nothing, and hold the rows of the packed set in the folder against their checksums.")
  var verify = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    for path in paths { try refuseEmpty("a path", path) }
    try refuseEmpty("--columns", columns)
    if verify {
      guard paths.count == 1 else { throw ValidationError("--verify takes one folder, that of a packed set") }
      let others = [
        ("--columns", columns != nil), ("--decimal-comma", decimalComma), ("--shuffle", shuffle),
        ("--overwrite", overwrite),
      ]
      if let other = others.first(where: \.1) { throw ValidationError("\(other.0) has no meaning beside --verify") }
    } else if paths.count < 2 {
      throw ValidationError("name CSV files and last the folder to pack them into")
    }
    if let path = paths.dropLast().first(where: SparseData.isSparse) {
      throw ValidationError("'\(path)' is a sparse design, not CSV: --data of 'posterior sample' takes it as it is")
    }
    if memory != nil, !shuffle { throw ValidationError("--memory has no meaning without --shuffle") }
  }

  func run() async throws {
    let (table, warnings) = try await underProgress(
      quiet: common.quiet, interrupted: verify ? "interrupted" : "interrupted: nothing is packed"
    ) { progress in
      let count = Atomic(0)
      func onRows(_ more: Int) throws {
        try Task.checkCancellation()
        progress.bar(0, "\(count.add(more, ordering: .relaxed).newValue) rows")
      }
      return try work(onRows)
    }
    for warning in warnings { StandardError.say(warning) }
    let report = PackReport(table, isVerified: verify)
    try printResult(common.format == .json ? json(report) : report.table())
  }

  private func work(_ onRows: @escaping (Int) throws -> Void) throws -> (table: StoredTable, warnings: [String]) {
    let folder = paths[paths.count - 1]
    guard !verify else {
      let table = try StoredTable(contentsOf: folder)
      try table.verify(onRows: onRows)
      return (table, [])
    }
    var options = PackingOptions()
    options.columns = try columns.map { try Table.names(inList: $0, source: "--columns") }
    options.decimalCommas = decimalComma
    options.shuffleSeed = shuffle ? seeding.seed : nil
    options.memory = memory?.bytes ?? options.memory
    options.isReplacing = overwrite
    return try StoredTable.pack(Array(paths.dropLast()), to: folder, options, onRows: onRows)
  }
}
