import Foundation
import Fuzzing
import Testing

@testable import PosteriorData

/// Packed sets that are damaged are refused in a line, and never read as something else.
@Suite struct StoredTableTests {
  private let folder: TemporaryDirectory
  private let path: String

  init() throws {
    folder = try TemporaryDirectory(inMemory: true)
    path = folder.file("set")
    let file = folder.file("t.csv")
    let rows = (0..<40).map { "\($0),\(Double($0) / 3),\($0 % 3 == 0 ? "é" : "b")" }
    try Data(("i,x,g\n" + rows.joined(separator: "\n")).utf8).write(to: URL(fileURLWithPath: file))
    var options = PackingOptions()
    options.shardSize = 16 * 24
    _ = try StoredTable.pack([file], to: path, options)
  }

  private func refusal() -> String? { message { _ = try StoredTable(contentsOf: path).table() } }

  private func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)) }

  private func write(_ bytes: Data, _ name: String) throws {
    try bytes.write(to: URL(fileURLWithPath: path + "/" + name))
  }

  @Test func filesAreWhatTheyAreCalled() throws {
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: path).sorted() == [
        "rows-1.npy", "rows-2.npy", "rows-3.npy", "table.json",
      ])
    let first = try NPY(contentsOf: path + "/rows-1.npy")
    #expect(first.shape == [16, 3] && first.values.prefix(6) == [0, 0, 0, 1, 1.0 / 3, 1])
    #expect(try NPY(contentsOf: path + "/rows-3.npy").shape == [8, 3])
    #expect(try Table(contentsOf: path + "/").numbering(valuesOf: "g").values == ["b", "é"])
    #expect(checksum("123456789123456789".utf8) == "4b837ae4")
  }

  @Test func shardsThatAreNotWhatTheyWere() throws {
    let shard = path + "/rows-2.npy"
    let sound = try bytes("rows-2.npy")
    let remedy = "; pack the data again, or bring back the file"
    var flipped = sound
    flipped[sound.count - 3] ^= 1
    let (then, now) = (checksum(sound.dropFirst(128)), checksum(flipped.dropFirst(128)))
    let damage: [(Data?, String)] = [
      (nil, "there is no such file"),
      (sound.dropLast(8), "the file has \(sound.count - 8) bytes where its rows take \(sound.count)" + remedy),
      (sound + Data([0]), "the file has \(sound.count + 1) bytes where its rows take \(sound.count)" + remedy),
      (try bytes("rows-3.npy"), "the shape is [8, 3] of \"<f8\" where table.json has [16, 3] of <f8" + remedy),
      (try bytes("rows-1.npy"), "they have changed" + remedy),
      (flipped, "the checksum of the rows is \(now) where table.json has \"\(then)\": they have changed" + remedy),
      (Data(), "this is not a .npy file; write one with numpy.save"),
    ]
    for (damaged, words) in damage {
      try FileManager.default.removeItem(atPath: shard)
      if let damaged { try write(damaged, "rows-2.npy") }
      let said = try #require(refusal())
      #expect(said.hasPrefix(shard + ": ") && said.hasSuffix(words), "\(said)")
      if damaged == nil { try write(sound, "rows-2.npy") }
    }
  }

  @Test func manifestsThatCannotBe() throws {
    let sound = String(decoding: try bytes("table.json"), as: UTF8.self)
    let remedy = "; pack the data again, or bring back the file"
    let damage = [
      ("\"rows\" : 40", "\"rows\" : 41", "the shards have 40 rows of 41" + remedy),
      ("\"rows\" : 40", "\"rows\" : 30", "the shards have other rows than the 30 of all" + remedy),
      (
        "\"rows\" : 40", "\"rows\" : 9223372036854775807",
        "there cannot be 9223372036854775807 rows in blocks of 16" + remedy
      ),
      ("\"format\" : 1", "\"format\" : 2", "the packed set has format 2, which this version does not know"),
      ("\"name\" : \"x\"", "\"name\" : \"i\"", "the name \"i\" is no column's own" + remedy),
      ("\"é\",", "\"b\",", "column \"g\" has a level twice" + remedy),
      ("\"columns\"", "\"colums\"", "this is not the manifest of a packed set, or it is damaged" + remedy),
      ("\"missing\" : 0", "\"missing\" : -1", "column \"i\" has -1 missing cells of 40" + remedy),
    ]
    for (part, other, words) in damage {
      let range = try #require(sound.range(of: part), "\(part)")
      try write(Data(sound.replacingCharacters(in: range, with: other).utf8), "table.json")
      #expect(refusal() == "\(path)/table.json: \(words)")
    }
    // A level fewer than the cells have.
    let fewer = sound.replacing(#/"é",\s*/#, with: "")
    #expect(fewer != sound)
    try write(Data(fewer.utf8), "table.json")
    #expect(refusal()?.contains("column \"g\": a cell is not the number of one of the 1 levels") == true)
    try FileManager.default.removeItem(atPath: path + "/table.json")
    #expect(refusal()?.hasPrefix("\(path): this is a directory without table.json") == true)
  }

  /// Bytes that change anywhere: a set is read as it was, or refused in one line.
  @Test func damageAnywhere() throws {
    func cells() throws -> [[UInt64]] {
      let table = try StoredTable(contentsOf: path).table()
      return try ["i", "x"].map { try table.column($0).map(\.bitPattern) }
    }
    let sound = try cells()
    var random = FuzzRandom(seed: 74)
    var refusedCount = 0
    for i in 0..<fuzzCount(2000) {
      let name = i.isMultiple(of: 4) ? "rows-\(i / 4 % 3 + 1).npy" : "table.json"
      let whole = try bytes(name)
      var changed = whole
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        let place = Int.random(in: 0..<changed.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: changed.removeSubrange(place..<min(place + 5, changed.count))
        case 2: changed.insert(contentsOf: "999999999999".utf8.prefix(i % 12), at: place)
        default: changed[place] = UInt8.random(in: 0..<128, using: &random)
        }
      }
      try write(changed, name)
      do {
        let now = try cells()
        if now != sound {
          Issue.record("\(name) of \(String(decoding: changed, as: UTF8.self)) is read as other numbers")
        }
      } catch let error as DataError {
        refusedCount += 1
        #expect(!"\(error)".contains("\n"))
      }
      try write(whole, name)
    }
    #expect(refusedCount > 1000)
  }

  /// Nothing is replaced or removed that is no packed set.
  @Test func whatIsThereStays() throws {
    let file = folder.file("t.csv")
    func pack(_ place: String, replacing: Bool = false) throws {
      var options = PackingOptions()
      options.isReplacing = replacing
      _ = try StoredTable.pack([file], to: place, options)
    }
    #expect(throws: WriteError.self) { try pack(path) }
    try pack(path, replacing: true)
    #expect(try StoredTable(contentsOf: path).shardCount == 1)
    try write(Data(), "thesis.txt")
    #expect(throws: WriteError.self) { try pack(path, replacing: true) }
    #expect(throws: WriteError.self) { try pack(file, replacing: true) }
    #expect(throws: WriteError.self) { try pack(folder.file("no/such")) }
    // A file that is no table leaves nothing behind.
    try Data("a,b\n1\n".utf8).write(to: URL(fileURLWithPath: file))
    #expect(throws: DataError.self) { try pack(folder.file("new")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["set", "t.csv"])
  }
}

/// The checksum of some bytes, in digits.
private func checksum(_ bytes: some Collection<UInt8>) -> String {
  var checksum = CRC32()
  Array(bytes).withUnsafeBytes { checksum.add($0) }
  return checksum.hexadecimal
}
