import Foundation
import Fuzzing
import PosteriorModels
import PosteriorNumerics
import Testing

@testable import PosteriorData

/// A packed set is what its CSV is, in any order and whatever its size.
@Suite struct PackingTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory(inMemory: true) }

  private func write(_ text: String, _ name: String = "t.csv") throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
    return folder.file(name)
  }

  private func pack(_ files: [String], _ change: (inout PackingOptions) -> Void = { _ in }) throws -> StoredTable {
    var options = PackingOptions()
    options.isReplacing = true
    change(&options)
    return try StoredTable.pack(files, to: folder.file("set"), options).table
  }

  /// What a model may see of a table, column by column.
  private func said(_ table: Table) -> [String] {
    table.columnNames.indices.map { place in
      let (name, column) = (table.columnNames[place], table.columns[place])
      let cells = (0..<table.rowCount).map { row in
        let text = column.text(row)
        return text.map { isMissing($0) ? "-" : $0.debugDescription } ?? "\(column.values[row])"
      }
      return name + ": " + cells.joined(separator: " ")
    }
  }

  /// Whatever text there is, sound or not: the table of the set is that of the text, and what one refuses so does the
  /// other, in the same words. Columns that can be read in two ways are refused before anyone uses them.
  @Test func isWhatItsTextIs() throws {
    var random = FuzzRandom(seed: 73)
    var (sameCount, refusedCount) = (0, 0)
    for i in 0..<fuzzCount(1500) {
      let bytes =
        i < FuzzCorpora.tables.seeds.count ? FuzzCorpora.tables.seeds[i] : FuzzCorpora.tables.mutated(using: &random)
      let file = folder.file("t.csv")
      try Data(bytes).write(to: URL(fileURLWithPath: file))
      let table = Result { try Table(contentsOfCSV: file) }
      do {
        let packed = try said(pack([file]) { $0.shardSize = 64 }.table())
        let text = try said(table.get())
        if packed == text { sameCount += 1 } else { Issue.record("\(packed) of \(text)") }
      } catch let error as DataError {
        refusedCount += 1
        switch table {
        case .failure(let other): #expect("\(other)" == "\(error)")
        case .success(let table):
          let name = try #require(error.column, "\(error)")
          let words = message { _ = try table.column(name) }
          #expect(words == "\(error)", "\(String(decoding: bytes, as: UTF8.self))")
        }
      }
    }
    #expect(sameCount > 200 && refusedCount > 200, "\(sameCount) \(refusedCount)")
  }

  @Test func numbersAmongTextsAreAFactor() throws {
    let file = try write("a,b\n1,x\nNA,y\n01,x\nred,\n")
    var options = PackingOptions()
    options.shardSize = 32
    let (set, warnings) = try StoredTable.pack([file], to: folder.file("set"), options)
    #expect(set.columns.map(\.levels) == [["1", "01", "red"], ["x", "y"]])
    #expect(set.columns.map(\.missing) == [1, 1] && set.shardCount == 2 && set.rowCount == 4)
    #expect(
      warnings.count == 1 && warnings[0].contains("\"a\" holds numbers and texts, such as \"red\" (\(file), line 5)"))
    let table = try ModelTable(set.table())
    guard case .text(let texts) = table.columns[0].cells else { throw CocoaError(.coderInvalidValue) }
    #expect(texts == ["1", nil, "01", "red"])
  }

  /// Files of the same columns are one table, whatever separates their cells.
  @Test func severalFiles() throws {
    let files = [try write("a,b\n1,2\n", "1.csv"), try write("a;b\n3;4,5\n", "2.csv")]
    let set = try pack(files)
    #expect(try set.table().column("b") == [2, 4.5] && set.columns[1].mean == 3.25)
    #expect(set.columns[1].standardDeviation == 1.25)
    #expect(try pack(files) { $0.columns = ["b"] }.columns.map(\.name) == ["b"])
    let other = try write("a,c\n1,2\n", "3.csv")
    let fewer = try write("a\n1\n", "4.csv")
    let said = [
      (
        [files[0], other],
        "\(other): column 2 is \"c\" where \(files[0]) has \"b\"; files that are packed together have "
          + "the same columns"
      ),
      (
        [files[0], fewer],
        "\(fewer): the file has 1 column where \(files[0]) has 2; files that are packed together have "
          + "the same columns"
      ),
    ]
    for (files, words) in said { #expect(message { _ = try pack(files) } == words) }
    #expect(
      message { _ = try pack(files) { $0.columns = ["b", "b"] } }?.hasSuffix("selected twice; select it once") == true)
    #expect(message { _ = try pack(files) { $0.columns = ["B"] } }?.contains("did you mean \"b\"?") == true)
  }

  /// The mean, the spread and the design effect against their definitions, in small blocks.
  @Test func statistics() throws {
    let numbers = (0..<64).map { Double($0 * $0 % 17) + 1e9 }
    let file = try write("x,y\n" + numbers.enumerated().map { "\($1),\($0 % 5 == 0 ? "" : "\($0)")\n" }.joined())
    let set = try pack([file]) { $0.shardSize = 64 }
    #expect(set.blockRowCount == 4 && set.shardCount == 16)
    let mean = numbers.reduce(0, +) / 64
    let squares = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    let blocks = (0..<16).map { numbers[4 * $0..<4 * $0 + 4].reduce(0, +) / 4 }
    let between = blocks.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 15
    let x = set.columns[0]
    let (center, deviation, effect) = try (#require(x.mean), #require(x.standardDeviation), #require(x.designEffect))
    #expect(abs(center - mean) < 1e-6 && abs(deviation - (squares / 64).squareRoot()) < 1e-6)
    #expect(abs(effect - 4 * between / (squares / 63)) < 1e-6)
    // Blocks within quarters of the rows.
    let within = (0..<16).map { place in
      let quarter = blocks[place / 4 * 4..<place / 4 * 4 + 4].reduce(0, +) / 4
      return (blocks[place] - quarter) * (blocks[place] - quarter)
    }
    let ofWindows = try #require(x.designEffect(window: 4))
    #expect(abs(ofWindows - 4 * within.reduce(0, +) / 12 / (squares / 63)) < 1e-6)
    #expect(x.designEffect(window: 5) == ofWindows && x.windowDesignEffects?.count == 3)
    #expect(set.orderedColumns(window: 8) == [])
    // Rows sorted by y: blocks are as different as rows.
    #expect(set.columns[1].missing == 13 && set.orderedColumns() == ["y"])
    let shuffled = try pack([file]) { ($0.shardSize, $0.shuffleSeed) = (64, 1) }
    #expect(shuffled.orderedColumns() == [])
  }

  /// The same of numbers whose squares are none, of which some blocks hold zeros alone and others larger numbers.
  @Test(arguments: ["e-300", "e-160", "e160", "e300"]) func statisticsOfAnySize(_ size: String) throws {
    func columns(_ size: String) throws -> [StoredTable.Column] {
      let rows: [String] = (0..<64).map { i in
        let (x, zeros): (Int, Int) = (i * i % 17 - 3, i < 8 ? 0 : i * 7 % 11)
        let mixed: Int = i < 32 ? i % 3 : 1_000_000 * (i % 5)
        return [x, zeros, mixed].map { "\($0)\(size)" }.joined(separator: ",") + "\n"
      }
      return try pack([write("x,zeros,mixed\n" + rows.joined())]) { $0.shardSize = 64 }.columns
    }
    let unit = try #require(Double("1" + size))
    func expect(_ value: Double?, _ plain: Double?, times factor: Double, _ name: String) throws {
      let (value, plain) = (try #require(value), try #require(plain))
      let ratio: Double = value / factor / plain
      #expect(abs(ratio - 1) < 1e-12, "\(name): \(value)")
    }
    for (plain, scaled) in try zip(columns("e0"), columns(size)) {
      try expect(scaled.mean, plain.mean, times: unit, "mean of \(plain.name)")
      try expect(scaled.standardDeviation, plain.standardDeviation, times: unit, "spread of \(plain.name)")
      try expect(scaled.designEffect, plain.designEffect, times: 1, "effect of \(plain.name)")
      try expect(scaled.designEffect(window: 4), plain.designEffect(window: 4), times: 1, "windows of \(plain.name)")
    }
  }

  /// Every row once and whole, and from anywhere to anywhere: χ² of tenths from where to where, and no neighbours kept.
  @Test func shuffles() throws {
    let count = 20_000
    let file = try write("i,j\n" + (0..<count).map { "\($0),\(-$0)\n" }.joined())
    func order(_ seed: UInt64, memory: Int) throws -> [Int] {
      let set = try pack([file]) { ($0.shardSize, $0.shuffleSeed, $0.memory) = (1 << 14, seed, memory) }
      #expect(set.isShuffled && set.rowCount == count)
      let table = try set.table()
      #expect(try table.column("j") == table.column("i").map { -$0 })
      return try table.column("i").map { Int($0) }
    }
    for memory in [1 << 14, 1 << 17, 1 << 30] {
      let order = try order(3, memory: memory)
      #expect(order.sorted() == Array(0..<count))
      var cells = [Int](repeating: 0, count: 100)
      for (place, row) in order.enumerated() { cells[10 * (10 * place / count) + 10 * row / count] += 1 }
      let expected = Double(count) / 100
      // 81 degrees of freedom: mean 81, standard deviation 12.7.
      let distance = cells.reduce(0) { $0 + pow(Double($1) - expected, 2) / expected }
      #expect(abs(distance - 81) < 4 * 12.7, "\(distance)")
      // On average one place keeps its row, and two have a neighbour of before behind them.
      #expect(order.enumerated().count { $0 == $1 } < 8)
      #expect(zip(order, order.dropFirst()).count { abs($0 - $1) == 1 } < 12)
    }
    #expect(try order(3, memory: 1 << 17) == order(3, memory: 1 << 17))
    #expect(try order(4, memory: 1 << 17) != order(3, memory: 1 << 17))
    let words = message { _ = try pack([file]) { ($0.shuffleSeed, $0.memory) = (1, 64) } }
    #expect(words?.hasSuffix("shuffling these rows takes more memory: give --memory 1M or more") == true)
  }

  /// All orders of four rows are as likely, in several buckets too.
  @Test func ordersAreEquallyLikely() throws {
    let file = try write("i\n0\n1\n2\n3\n")
    var counts: [[Double]: Int] = [:]
    for seed in 0..<480 {
      let set = try pack([file]) { ($0.shuffleSeed, $0.memory) = (UInt64(seed), 40) }
      counts[try set.table().column("i"), default: 0] += 1
    }
    // 23 degrees of freedom: mean 23, standard deviation 6.8.
    let distance = counts.values.reduce(20.0 * Double(24 - counts.count)) { $0 + pow(Double($1) - 20, 2) / 20 }
    #expect(distance < 23 + 4 * 6.8, "\(distance)")
  }

  /// Texts of which every row has another do not fill the memory.
  @Test func tooManyLevels() throws {
    var column = PackedColumn("id", 0)
    let said = message {
      for i in 0...PackedColumn.mostLevels { _ = try column.number(of: "n\(i)", line: i + 2, source: "t") }
    }
    #expect(
      said
        == "t, line \(PackedColumn.mostLevels + 2), column \"id\": there are more different texts than can be kept, the "
        + "first of them \"n0\" (t, line 2); correct that cell if the column is one of numbers, or leave the column out with "
        + "--columns")
  }
}
