import Foundation
import PosteriorData
import Synchronization

/// A picture's file: SVG, or what rsvg-convert, a program of its own, makes of it.
struct PictureFile {
  /// What a picture can be written as; names of files end so.
  enum Kind: String, CaseIterable { case svg, pdf, png }

  let path: String
  private let kind: Kind
  /// The converter, where there is need of one.
  private let converter: Converter?

  /// Finds what is needed before a long run.
  init(_ path: String) throws {
    guard let kind = Kind(path) else { throw Failure(.usage, "a picture's name ends in .svg, .pdf or .png") }
    (self.path, self.kind) = (path, kind)
    converter = kind == .svg ? nil : Converter()
    guard kind == .svg || converter != nil else {
      throw Failure(
        .output,
        "'\(path)': rsvg-convert, which makes \(kind) of SVG, is not installed (Debian: apt-get install librsvg2-bin); "
          + ".svg needs nothing")
    }
    try AtomicFile.check(path)
  }

  /// Writes a figure; says so where there is none.
  func write(_ figure: Figure?) throws {
    guard let figure else {
      StandardError.say("no picture: there is no point to draw")
      return
    }
    let svg = Data(figure.picture.file.text.utf8)
    try AtomicFile.write(converter?.convert(svg, to: kind) ?? svg, to: path)
  }
}

extension PictureFile.Kind {
  init?(_ path: String) { self.init(rawValue: (path as NSString).pathExtension.lowercased()) }
}

/// rsvg-convert. It reads and writes files of this program's own making and no other, and is given no path.
struct Converter {
  let executable: URL
  /// A picture takes a second or two; a converter that takes longer than this is taken to hang.
  var patience: TimeInterval = 30

  /// What it makes of a picture in SVG: a page, or pixels, two for each of the picture's in height and in width.
  func convert(_ svg: Data, to kind: PictureFile.Kind) throws -> Data {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent("posterior-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? files.removeItem(at: folder) }
    func place(_ name: String) -> URL { folder.appendingPathComponent(name) }
    for name in ["output", "errors"] { try Data().write(to: place(name)) }
    try svg.write(to: place("input"))

    let process = Process()
    process.executableURL = executable
    process.arguments = ["--format", kind.rawValue] + (kind == .png ? ["--zoom", "2"] : [])
    process.standardInput = try FileHandle(forReadingFrom: place("input"))
    process.standardOutput = try FileHandle(forWritingTo: place("output"))
    process.standardError = try FileHandle(forWritingTo: place("errors"))
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    let number = process.processIdentifier
    let isInterrupted = Atomic(false)
    Interrupt.begin(Self.interrupted) {
      isInterrupted.store(true, ordering: .relaxed)
      kill(number, SIGKILL)
    }
    defer { Interrupt.end() }
    guard ended.wait(timeout: .now() + patience) == .success else {
      kill(number, SIGKILL)
      throw Failure(.output, "rsvg-convert did not end within \(shortened(patience)) s: there is no picture")
    }
    if isInterrupted.load(ordering: .relaxed) { throw Failure(.interrupted, Self.interrupted) }
    guard process.terminationStatus == 0 else {
      let said = String(decoding: (try? Data(contentsOf: place("errors"))) ?? Data(), as: UTF8.self)
      throw Failure(.output, "rsvg-convert failed: \(said.split(separator: "\n").last ?? "no reason given")")
    }
    return try Data(contentsOf: place("output"))
  }

  private static let interrupted = "interrupted: there is no picture"
}

extension Converter {
  /// The rsvg-convert on the search path, if there is one.
  init?() {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard
      let found = folders.lazy.map({ URL(fileURLWithPath: "\($0)/rsvg-convert") })
        .first(where: { FileManager.default.isExecutableFile(atPath: $0.path) })
    else { return nil }
    self.init(executable: found)
  }
}
