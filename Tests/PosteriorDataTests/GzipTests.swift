import Foundation
import Testing

@testable import PosteriorData

/// Tables and draws that gzip has packed.
@Suite struct GzipTests {
  private func packed(_ text: String) throws -> [UInt8] {
    try withFile(text.utf8) { path in
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["gzip", "-c", path]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      return Array(bytes)
    }
  }

  /// More than a pipe holds, with a column that is read a second time.
  private let text =
    "x,word\n" + (0..<30_000).map { "\(Double($0) / 3),\($0 % 7 == 0 ? "no" : "1")\n" }.joined()

  @Test func tables() throws {
    let whole = try Table(csv: text, source: "t")
    try withFile(packed(text)) { path in
      let table = try Table(contentsOfCSV: path)
      #expect(try table.column("x") == whole.column("x"))
      #expect((0..<30_000).allSatisfy { table.columns[1].text($0) == whole.columns[1].text($0) })
    }
    // Files that were packed one after another.
    try withFile(packed("x\n1\n") + packed("2\n")) { path in
      let joined = try Table(contentsOfCSV: path).column("x")
      #expect(joined == [1, 2])
    }
  }

  @Test func draws() throws {
    let chain = "lp__,mu\n" + (0..<100).map { "\(-$0),\(Double($0) / 3)\n" }.joined()
    try withFile(packed(chain)) { path in
      let values = try StanCSV(contentsOf: [path]).draws.values
      #expect(values == (0..<100).map { Double($0) / 3 })
    }
  }

  @Test func pipes() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: packed("x,y\n1,a\n2,3\n"))
    try pipe.fileHandleForWriting.close()
    let table = try Table(contentsOfCSV: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    #expect(try table.column("x") == [1, 2])
    #expect(table.columns[1].text(1) == "3")
  }

  /// Wherever a file is cut off, and whatever byte is another.
  @Test func damage() throws {
    let bytes = try packed(text)
    for count in [2, 9, 10, 11, 500, bytes.count / 2, bytes.count - 9, bytes.count - 8, bytes.count - 1] {
      try withFile(bytes.prefix(count)) { path in
        let said = message { _ = try Table(contentsOfCSV: path) }
        #expect(said == "\(path): the compressed file is damaged or cut off: unexpected end of file", "\(count)")
      }
    }
    for place in [bytes.count - 1, bytes.count - 5] {
      var other = bytes
      other[place] ^= 1
      try withFile(other) { path in
        let said = message { _ = try Table(contentsOfCSV: path) }
        #expect(said?.hasPrefix("\(path): the compressed file is damaged or cut off: ") == true, "\(said ?? "")")
      }
    }
    for place in stride(from: 100, to: bytes.count - 8, by: bytes.count / 16) {
      var other = bytes
      other[place] ^= 0x10
      try withFile(other) { path in
        let said = message { _ = try Table(contentsOfCSV: path).column("x") }
        #expect(said?.hasPrefix(path) == true && said?.contains("\n") == false, "\(said ?? "")")
      }
    }
  }

  /// What is no table is refused by name, with the command that unpacks it.
  @Test func otherFiles() throws {
    try withFile(packed("{}")) { path in
      let said = message { _ = try IDX(contentsOf: path) }
      #expect(said == "\(path): the file is compressed by gzip; unpack it, as in gunzip -c \(path) > FILE")
    }
  }

  /// A table that is refused on its first line ends the program that unpacks it.
  @Test func noProcessIsLeft() throws {
    try withFile(packed("1,2\n" + text)) { path in
      for _ in 0..<20 {
        #expect(message { _ = try Table(contentsOfCSV: path) }?.contains("must name the columns") == true)
      }
    }
    #if os(Linux)
      let children = try String(contentsOfFile: "/proc/self/task/\(getpid())/children", encoding: .utf8)
      for child in children.split(separator: " ") {
        let name = try? String(contentsOfFile: "/proc/\(child)/comm", encoding: .utf8)
        #expect(name != "gzip\n")
      }
    #endif
  }
}
