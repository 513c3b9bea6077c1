import Foundation
import Testing

/// A run of many chains takes no more memory than one of few, and no more open files.
@Suite struct ManyChainsTests {
  /// The most memory, in kibibytes, that a command takes which may open 64 files.
  private func peakMemory(chains: Int, _ folder: TemporaryFolder) throws -> Int {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    let run = ["sample", "linear-regression", "--sampler", "exact", "--draws", "20", "--quiet", "--no-summary"]
    process.arguments =
      ["-c", "ulimit -n 64; exec \"$0\" \"$@\"", Command.executable.path] + run
      + ["--chains", "\(chains)", "--output", folder.file("\(chains)")]
    try process.run()
    var peak = 0
    // The kernel keeps the peak; what is read last is that of the end.
    while process.isRunning {
      let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
      peak = max(peak, status?.firstMatch(of: /VmHWM:\s+(\d+)/).flatMap { Int($0.1) } ?? 0)
      Thread.sleep(forTimeInterval: 0.002)
    }
    #expect(process.terminationStatus == 0)
    return peak
  }

  @Test func memoryAndFilesAreBounded() throws {
    // Where there is one, a disk in memory: each chain is brought to the disk.
    let folder = try TemporaryFolder(in: FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : nil)
    let (few, many) = (try peakMemory(chains: 10, folder), try peakMemory(chains: 1000, folder))
    #expect(few > 0 && many < few + 16 * 1024, "\(few) KiB, \(many) KiB")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("1000")).count == 2001)
  }
}
