internal import Foundation

/// What gzip has packed, from its start.
///
/// The program gzip unpacks it: every Debian and every Mac has it, so that there is no library to install or to link;
/// what a damaged file can do it does to a process apart, and two processors share the work. The process ends when
/// nobody reads what it writes any longer, however this one ends.
final class GzipStream: ByteStream {
  private let name: String
  private let process = Process()
  private let output = Pipe()
  private let errors = Pipe()
  private let ended = DispatchSemaphore(value: 0)
  private var isRunning = false

  /// Begins to unpack a file.
  init(_ file: InputFile) throws(DataError) {
    name = file.name
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc"]
    process.standardInput = file.handle()
    process.standardOutput = output
    process.standardError = errors
    let ended = ended
    process.terminationHandler = { _ in ended.signal() }
    do { try process.run() } catch { throw missing }
    isRunning = true
  }

  deinit {
    guard isRunning else { return }
    process.terminate()
    ended.wait()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    guard isRunning else { return 0 }
    while true {
      let count = Foundation.read(output.fileHandleForReading.fileDescriptor, buffer.baseAddress, buffer.count)
      if count > 0 { return count }
      if count == 0 {
        try finish()
        return 0
      }
      if errno != EINTR { throw DataError(name, "the file cannot be read") }
    }
  }

  /// Sees at the end whether the file was whole.
  private func finish() throws(DataError) {
    ended.wait()
    isRunning = false
    switch process.terminationStatus {
    // 2 is a warning, of what follows the end.
    case 0, 2: return
    case 127: throw missing
    default:
      let said = (try? errors.fileHandleForReading.readToEnd()).flatMap { $0 }.map {
        String(decoding: $0, as: UTF8.self)
      }
      let reason = said?.split(separator: "\n").last?.split(separator: ": ").last.map { ": \($0)" } ?? ""
      throw DataError(name, "the compressed file is damaged or cut off" + reason)
    }
  }

  private var missing: DataError {
    DataError(name, "the file is compressed by gzip, and there is no program gzip to unpack it")
  }
}
