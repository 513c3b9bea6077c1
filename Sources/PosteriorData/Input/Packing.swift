/// A format in which files are compressed, and the program that unpacks them.
struct Packing {
  private let name: String
  private let firstBytes: [UInt8]
  /// Writes what is in a file to standard output; nil where a file may hold several.
  private let command: String?

  private static let all = [
    Packing(name: "gzip", firstBytes: [0x1F, 0x8B], command: "gunzip -c"),
    Packing(name: "bzip2", firstBytes: Array("BZh".utf8), command: "bunzip2 -c"),
    Packing(name: "xz", firstBytes: [0xFD] + Array("7zXZ".utf8), command: "xz -dc"),
    Packing(name: "zstd", firstBytes: [0x28, 0xB5, 0x2F, 0xFD], command: "zstd -dc"),
    Packing(name: "zip", firstBytes: Array("PK\u{3}\u{4}".utf8), command: nil),
  ]

  /// The packing of a file; nil where it has none.
  init?(of file: InputFile) throws(DataError) {
    var first = [UInt8](repeating: 0, count: 6)
    let count = try first.withUnsafeMutableBytes { first in
      Result { () throws(DataError) in try file.read(into: first, from: 0) }
    }.get()
    guard let packing = Self.all.first(where: { first[..<count].starts(with: $0.firstBytes) }) else { return nil }
    self = packing
  }

  private init(name: String, firstBytes: [UInt8], command: String?) {
    (self.name, self.firstBytes, self.command) = (name, firstBytes, command)
  }

  /// Whether tables and draws are unpacked as they are read.
  var isUnpacked: Bool { name == "gzip" }

  /// The defect, and a command that unpacks the file.
  func problem(_ path: String, _ kind: String) -> String {
    guard let command else { return "this is a zip archive or a workbook of a spreadsheet; save it as \(kind)" }
    let isPlain = path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: true
      default: "/._+=-".utf8.contains(byte)
      }
    }
    let file = path == "-" ? "FILE" : isPlain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
    // Tables and draws alone are read from standard input.
    let target = kind == "a CSV file" ? "| posterior … -" : "> FILE"
    return "the file is compressed by \(name); unpack it, as in \(command) \(file) \(target)"
  }
}
