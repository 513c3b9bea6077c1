internal import Foundation

/// How CSV is packed.
package struct PackingOptions: Sendable, Hashable {
  /// The columns that are kept, in this order; nil for all.
  package var columns: [String]?
  /// Whether 1,100 is 1.1; see ``Table/init(contentsOfCSV:decimalCommas:)``.
  package var decimalCommas = false
  /// The seed with which rows are brought into random order; nil to keep their order.
  package var shuffleSeed: UInt64?
  /// The bytes of memory that a shuffle takes.
  package var memory = 512 << 20
  /// Whether a packed set that is there is replaced.
  package var isReplacing = false
  /// The bytes of a shard.
  package var shardSize = 1 << 26

  /// All columns, in the order of the rows.
  package init() {}
}

extension StoredTable {
  /// Packs CSV files, which gzip may have compressed, into a folder. Files of the same columns are one table; that of
  /// standard input is called -.
  ///
  /// The folder is whole or absent. Memory does not grow with the rows.
  ///
  /// - Parameters:
  ///   - files: CSV files of the same columns, one table together; - is standard input.
  ///   - path: The folder, which must be empty or absent unless a packed set is to be replaced.
  ///   - options: Which columns are kept, and in what order the rows come.
  ///   - onRows: Told of rows that are read or written. What it throws ends the work.
  /// - Returns: The set, and what a user should know of its columns.
  package static func pack(
    _ files: [String], to path: String, _ options: PackingOptions = PackingOptions(),
    onRows: @escaping (Int) throws -> Void = { _ in }
  ) throws -> (table: StoredTable, warnings: [String]) {
    precondition(!files.isEmpty && options.memory > 0, "files are packed, in some memory")
    let place = AtomicFile.destination(FolderSwap.trimmed(path))
    try checkPlace(place, options)
    var packing = try CSVPacking(files, only: options.columns, decimalCommas: options.decimalCommas)
    let format = ShardFormat(width: packing.columns.count, shardSize: options.shardSize)
    try FolderSwap.make(at: place, check: checkFiles, checkPlace: { try checkPlace(place, options) }) { folder in
      let writer = try packing.write { ShardWriter(folder, format, onRows: onRows) }
      var contents = Contents(packing, writer, format, nil)
      if let seed = options.shuffleSeed {
        let ordered = folder + "/ordered"
        try AtomicFile.makeFolder(ordered)
        for shard in contents.shards.indices {
          let name = "/" + ShardFormat.name(shard)
          if rename(folder + name, ordered + name) != 0 { throw WriteError.system(folder) }
        }
        let writer = ShardWriter(folder, format, onRows: onRows)
        var shuffle = RowShuffle(in: ordered, memory: options.memory, seed: seed)
        try shuffle.move(StoredTable(path: ordered, contents: contents), into: writer, onRows: onRows)
        try FileManager.default.removeItem(atPath: ordered)
        contents = Contents(packing, writer, format, seed)
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try AtomicFile.write(try encoder.encode(contents) + Data("\n".utf8), to: folder + "/" + manifestName)
    }
    return (try StoredTable(contentsOf: path), packing.columns.compactMap(\.warning))
  }

  private init(path: String, contents: Contents) { (self.path, self.contents) = (path, contents) }

  private static func checkPlace(_ path: String, _ options: PackingOptions) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard AtomicFile.isDirectory(path) else { throw WriteError(path, "it is a file, not a folder", isUnmade: true) }
    guard try !FileManager.default.contentsOfDirectory(atPath: path).isEmpty else { return }
    guard options.isReplacing else {
      throw WriteError(path, "the folder holds files already; --overwrite replaces a packed set", isUnmade: true)
    }
    try checkFiles(path)
  }

  /// Refuses to have a folder removed that holds more than a packed set.
  private static func checkFiles(_ path: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path)
    where name != manifestName && name != "ordered" && !name.hasSuffix(".partial")
      && name.wholeMatch(of: /rows-[0-9]+\.npy/) == nil
    {
      throw WriteError(path, "it holds '\(name)', which is no part of a packed set: it is not replaced", isUnmade: true)
    }
  }
}

extension StoredTable.Contents {
  fileprivate init(_ packing: CSVPacking, _ writer: ShardWriter, _ format: ShardFormat, _ seed: UInt64?) {
    let statistics = writer.statistics
    rows = statistics.rowCount
    blockRows = format.blockRowCount
    shuffleSeed = seed
    columns = packing.columns.enumerated().map { place, column in
      let isFactor = !column.levels.isEmpty
      return StoredTable.Column(
        name: column.name, levels: isFactor ? column.levels : nil, missing: statistics.missingCount(place),
        mean: isFactor ? nil : statistics.mean(place),
        standardDeviation: isFactor ? nil : statistics.standardDeviation(place),
        designEffect: statistics.designEffect(place, window: 1),
        windowDesignEffects: (1...6).compactMap { statistics.designEffect(place, window: 1 << $0) })
    }
    shards = writer.shards
  }
}

extension PackedColumn {
  /// What a user should know of the column: that a text among numbers made it a factor.
  fileprivate var warning: String? {
    guard signs.contains([.texts, .numbers]), let (text, place) = firstText else { return nil }
    return
      "column \(quoted(name)) holds numbers and texts, such as \(quoted(text)) (\(shown(place))): it is packed "
      + "as a factor"
  }
}
