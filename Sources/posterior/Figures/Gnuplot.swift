import Foundation
import PosteriorData
import Synchronization

/// Draws a picture with gnuplot, which must not be able to do anything else.
///
/// gnuplot's language can run commands: whatever comes from data is put into a script by ``GnuplotText`` alone, and no
/// path is put there at all. gnuplot writes the picture to its standard output, and this program writes the file. `-d`
/// keeps it from running the user's own start-up file.
struct Gnuplot {
  let executable: URL
  /// A picture takes a second or two; a gnuplot that takes longer than this is taken to hang.
  var patience: TimeInterval = 30

  /// Says before a long run that there will be no picture.
  static func warnIfMissing() {
    if Gnuplot() == nil {
      StandardError.say(
        "no picture: gnuplot is not installed (Debian: apt-get install gnuplot-nox); the results are not affected")
    }
  }

  /// Draws a script, which says nothing of the terminal and the output, as an SVG or, by the name's ending, PNG file.
  ///
  /// - Parameter size: Width and height in pixels.
  func draw(_ script: String, size: (Int, Int), to path: String) throws {
    let terminal =
      path.lowercased().hasSuffix(".png")
      ? "pngcairo size \(size.0),\(size.1) font 'sans,11'"
      : "svg size \(size.0),\(size.1) dynamic font 'sans-serif,13'"
    let picture = try run("set encoding utf8\nset terminal \(terminal) background '#ffffff'\nset output\n" + script)
    try AtomicFile.write(picture, to: path)
  }

  /// What gnuplot writes to its standard output for a script.
  private func run(_ script: String) throws -> Data {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent("posterior-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? files.removeItem(at: folder) }
    func place(_ name: String) -> URL { folder.appendingPathComponent(name) }
    for name in ["output", "errors"] { try Data().write(to: place(name)) }
    try Data(script.utf8).write(to: place("script"))

    let process = Process()
    process.executableURL = executable
    process.arguments = ["-d", place("script").path]
    process.standardInput = FileHandle.nullDevice
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
      throw Failure(.output, "gnuplot did not end within \(shortened(patience)) s: there is no picture")
    }
    if isInterrupted.load(ordering: .relaxed) { throw Failure(.interrupted, Self.interrupted) }
    guard process.terminationStatus == 0 else {
      let said = String(decoding: (try? Data(contentsOf: place("errors"))) ?? Data(), as: UTF8.self)
      throw Failure(.output, "gnuplot failed: \(said.split(separator: "\n").last ?? "no reason given")")
    }
    return try Data(contentsOf: place("output"))
  }

  private static let interrupted = "interrupted: there is no picture"
}

extension Gnuplot {
  /// The gnuplot on the search path, if there is one.
  init?() {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard
      let found = folders.lazy.map({ URL(fileURLWithPath: "\($0)/gnuplot") })
        .first(where: { FileManager.default.isExecutableFile(atPath: $0.path) })
    else { return nil }
    self.init(executable: found)
  }
}
