internal import Foundation
import PosteriorNumerics

/// A packed set: a table as shards of rows in a folder, which `posterior pack` makes. It may be larger than memory.
///
/// `table.json` in the folder says what the columns are. The rows are in `rows-1.npy`, `rows-2.npy`, …, NumPy's
/// arrays of float64 in C order. A factor's cell is the place of its level, from 0. A missing cell is NaN.
public struct StoredTable: Sendable, Hashable {
  /// What is known of a column: its name, its levels and its moments.
  public struct Column: Codable, Sendable, Hashable {
    /// The name, no other column's.
    public let name: String
    /// The texts that the numbers 0, 1, … of a factor stand for, in the order in which they came; nil for a column of
    /// numbers.
    public let levels: [String]?
    /// How many cells are missing.
    public let missing: Int
    /// The mean of the cells that are there; nil for a factor.
    public let mean: Double?
    /// Their population standard deviation; nil for a factor.
    public let standardDeviation: Double?
    /// The design effect of blocks, L Var(block means)/Var(rows): about 1 where the rows are in random order. Nil where
    /// there are fewer than two blocks or all cells are alike.
    public let designEffect: Double?
    /// Those of windows of 2, 4, … 64 blocks, one from each of as many stretches of the rows: L Var(block means within
    /// stretches)/Var(rows). They end where there are fewer than two blocks for each stretch.
    let windowDesignEffects: [Double]?

    /// The design effect of windows; nil where it is not known.
    ///
    /// - Parameter window: How many blocks are in a window. Of windows that were not looked at it is that of the next
    ///   smaller one.
    public func designEffect(window: Int) -> Double? {
      guard window >= 2, let windows = windowDesignEffects, !windows.isEmpty else { return designEffect }
      let power = Int.bitWidth - 1 - window.leadingZeroBitCount
      return windows[min(power, windows.count) - 1]
    }
  }

  /// A file of rows.
  struct Shard: Codable, Sendable, Hashable {
    let rows: Int
    /// The checksum of the numbers, as `zlib.crc32` gives it.
    let crc32: String
  }

  /// What `table.json` holds.
  struct Contents: Codable, Sendable, Hashable {
    var format = 1
    let rows: Int
    let blockRows: Int
    /// The seed of the shuffle; nil where rows are in the order in which they came.
    let shuffleSeed: UInt64?
    let columns: [Column]
    let shards: [Shard]
  }

  /// The path of the folder that holds the set.
  public let path: String
  let contents: Contents

  /// The columns, in the order of the cells of a row.
  public var columns: [Column] { contents.columns }
  /// The number of rows N.
  public var rowCount: Int { contents.rows }
  /// L, the rows of a block, of which ``Column/designEffect`` is.
  package var blockRowCount: Int { contents.blockRows }
  /// Whether the rows were brought into random order.
  package var isShuffled: Bool { contents.shuffleSeed != nil }
  /// The columns by which rows are ordered, so that minibatches by blocks are no substitute for rows at random: their
  /// design effects are above 1.5, and above what random order would give once in 30 000 columns.
  ///
  /// - Parameter window: How many blocks, far apart, are shuffled together.
  package func orderedColumns(window: Int = 1) -> [String] {
    let most = largestDesignEffect(degreesOfFreedom: rowCount / blockRowCount - window)
    return columns.filter { ($0.designEffect(window: window) ?? 1) > most }.map(\.name)
  }

  /// How many blocks far apart make the order harmless to some columns, or to all: `few`, or the least power of two
  /// above it; nil where 64 do not.
  package func harmlessWindow(atLeast few: Int, to names: Set<String>? = nil) -> Int? {
    ([few] + [2, 4, 8, 16, 32, 64].filter { $0 > few }).first { window in
      orderedColumns(window: window).allSatisfy { names?.contains($0) == false }
    }
  }

  /// The number of files of rows.
  package var shardCount: Int { contents.shards.count }

  static let manifestName = "table.json"

  /// The packed set in a folder. Its shards must be there, with as many numbers as they should have.
  ///
  /// The numbers themselves are not looked at: whoever reads them holds them against their checksums.
  public init(contentsOf path: String) throws(DataError) {
    let path = FolderSwap.trimmed(path)
    let manifest = path + "/" + Self.manifestName
    guard access(manifest, F_OK) == 0 else {
      throw DataError(
        path,
        "this is a directory without \(Self.manifestName), and so no packed set; 'posterior pack' makes one of CSV")
    }
    try self.init(try bytes(ofFile: manifest, kind: "the manifest of a packed set"), path: path, source: manifest)
    for shard in contents.shards.indices { _ = try open(shard) }
  }

  /// A packed set of which the bytes of its manifest say what it should be. The shards are not looked for.
  init(_ manifest: Data, path: String, source: String) throws(DataError) {
    guard let contents = try? JSONDecoder().decode(Contents.self, from: manifest) else {
      throw DataError(source, "this is not the manifest of a packed set, or it is damaged; " + Self.remedy)
    }
    guard contents.format == 1 else {
      throw DataError(source, "the packed set has format \(contents.format), which this version does not know")
    }
    if let problem = contents.problem { throw DataError(source, problem + "; " + Self.remedy) }
    (self.path, self.contents) = (path, contents)
  }

  static let remedy = "pack the data again, or bring back the file"
}

extension StoredTable.Contents {
  /// What cannot be so; nil for contents that can.
  fileprivate var problem: String? {
    guard !columns.isEmpty else { return "there are no columns" }
    var names: Set<String> = []
    if let column = columns.first(where: { $0.name.isEmpty || !names.insert($0.name).inserted }) {
      return "the name \(quoted(column.name)) is no column's own"
    }
    for column in columns {
      guard (0...rows).contains(column.missing) else {
        return "column \(quoted(column.name)) has \(column.missing) missing cells of \(rows)"
      }
      if let levels = column.levels, Set(levels).count < levels.count {
        return "column \(quoted(column.name)) has a level twice"
      }
    }
    guard rows > 0, elementCount([rows, columns.count], size: 8) != nil, blockRows > 0 else {
      return "there cannot be \(rows) rows in blocks of \(blockRows)"
    }
    var sum = 0
    for shard in shards {
      guard shard.rows > 0, shard.rows <= rows - sum else {
        return "the shards have other rows than the \(rows) of all"
      }
      sum += shard.rows
    }
    return sum == rows ? nil : "the shards have \(sum) rows of \(rows)"
  }
}
