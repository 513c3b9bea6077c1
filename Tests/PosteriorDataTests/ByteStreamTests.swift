import Foundation
import Fuzzing
import Testing

@testable import PosteriorData

/// Files that are read block by block say what whole texts say.
@Suite struct ByteStreamTests {
  /// Some bytes, a few at a time, as a pipe gives them.
  private final class Pieces: ByteStream {
    private var rest: ArraySlice<UInt8>
    private let size: Int

    init(_ bytes: [UInt8], size: Int) { (rest, self.size) = (bytes[...], size) }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      let piece = rest.prefix(min(size, buffer.count))
      buffer.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    }
  }

  private func readers(_ bytes: [UInt8], size: Int, delimiter: UInt8?) -> () throws(DataError) -> CSVReader {
    { () throws(DataError) in
      try CSVReader(ByteWindow(Pieces(bytes, size: size), size: size), source: "t", delimiter: delimiter)
    }
  }

  @Test func tables() throws {
    var random = FuzzRandom(seed: 71)
    func said(_ make: () throws -> Table) -> [String] {
      do {
        let table = try make()
        let columns = table.columns.map { column in
          (0..<table.rowCount).map { column.text($0)?.debugDescription ?? "\(column.values[$0])" }.joined(
            separator: ",")
        }
        return table.columnNames + columns + (0..<table.rowCount).map { "\(table.lines?[$0] ?? 0)" }
      } catch { return ["\(error)"] }
    }
    for i in 0..<fuzzCount(10_000) {
      let bytes =
        i < FuzzCorpora.tables.seeds.count ? FuzzCorpora.tables.seeds[i] : FuzzCorpora.tables.mutated(using: &random)
      let whole = said { try bytes.withUnsafeBufferPointer { try Table(csv: $0, source: "t") } }
      let size = Int.random(in: 3...40, using: &random)
      let parts = said { try Table(source: "t", decimalCommas: false, readers(bytes, size: size, delimiter: nil)) }
      if whole != parts { Issue.record("\(whole) and \(parts) in blocks of \(size) of \(bytes)") }
    }
  }

  @Test func draws() throws {
    var random = FuzzRandom(seed: 72)
    func said(_ make: () throws -> StanCSV) -> [String] {
      do {
        let file = try make()
        return file.draws.parameterNames + file.draws.values.map { "\($0)" }
          + (file.statistics?.values ?? []).map { "\($0)" } + file.warnings
      } catch { return ["\(error)"] }
    }
    for i in 0..<fuzzCount(10_000) {
      let bytes =
        i < FuzzCorpora.draws.seeds.count ? FuzzCorpora.draws.seeds[i] : FuzzCorpora.draws.mutated(using: &random)
      let whole = said { try bytes.withUnsafeBufferPointer { try StanCSV($0, source: "t") } }
      let size = Int.random(in: 3...200, using: &random)
      let parts = said { try StanCSV(readers(bytes, size: size, delimiter: CSVReader.comma)(), source: "t") }
      if whole != parts { Issue.record("\(whole) and \(parts) in blocks of \(size) of \(bytes)") }
    }
  }

  /// A file larger than the part of it that is in memory, with a column that is read a second time.
  @Test func largeFiles() throws {
    let rows = (0..<200_000).map { "\($0),\(Double($0) / 7),\($0 == 199_999 ? "x" : "01")" }
    try withFile(Array(("i,x,word\n" + rows.joined(separator: "\n")).utf8)) { path in
      let table = try Table(contentsOfCSV: path)
      #expect(try table.column("i") == (0..<200_000).map(Double.init))
      #expect(try table.column("x").last == 199_999.0 / 7)
      #expect(table.columns[2].text(0) == "01" && table.columns[2].text(199_999) == "x")
    }
  }

  /// Bytes without an end, of which no row comes: memory is bounded.
  @Test func endlessRows() throws {
    final class Endless: ByteStream {
      var count = 0

      func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        count += buffer.count
        return buffer.count
      }
    }
    let endless = Endless()
    let window = ByteWindow(endless, size: 1 << 10, largestSize: 1 << 20)
    let said = message {
      _ = try Table(source: "t", decimalCommas: false) { () throws(DataError) in try CSVReader(window, source: "t") }
    }
    #expect(said == "t, line 1: a row is longer than 1 MiB; a quotation mark may be open, or the file no table")
    #expect(endless.count <= 1 << 20)
  }
}
