import Foundation
import Testing

/// A signal ends every command within a second, whatever it is at and whatever the threads.
@Suite struct SignalTests {
  /// What each command would be at for minutes: at work, or waiting for a pipe into which nobody writes.
  static let endless: [[String]] = [
    ["sample", "linear-regression", "--draws", "100000000", "--sampler", "sgld", "--learning-rate", "0.01"],
    ["sample", "linear-regression", "--warm-up", "100000000"],
    ["sample", "linear-regression", "--sampler", "calm", "--learning-rate", "auto", "--target-kl", "1e-9"],
    ["sweep", "--learning-rates", "0.01", "--samplers", "sgworld", "--epochs", "100000000"],
    ["sweep", "--learning-rates", "0.01", "--samplers", "sgld", "--estimator", "twin", "--epochs", "100000000"],
    ["sweep", "--learning-rates", "0.01", "--samplers", "sgnht", "--estimator", "reference", "--reference", "nuts"]
      + ["--epochs", "100000000"],
    ["sweep", "--samplers", "sgld", "--against", "cost", "--evaluations", "10000000000"],
    ["bias", "linear-regression", "--sampler", "sgworld", "--learning-rate", "0.01", "--epochs", "100000000"],
    ["stationary", "linear-regression", "--draws", "100000000"],
    ["resume", "RUN"], ["rerun", "RUN/manifest.json", "--output", "AGAIN"],
    ["check", "linear-regression", "--data", "PIPE", "--target", "y"], ["diagnose", "PIPE"],
    ["compare", "PIPE", "PIPE"], ["export", "PIPED", "--to", "npz", "--output", "AGAIN"],
  ]

  /// Sends a process a signal, and expects it to end of it soon.
  private func end(_ process: Process, by number: Int32) {
    #expect(process.isRunning)
    let asked = ContinuousClock.now
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    // A second, and what a machine that is busy with other tests takes.
    #expect(.now - asked < .seconds(3))
    #expect(process.terminationReason == .exit && process.terminationStatus == 128 + number)
  }

  @Test(arguments: endless) func endsWhenAsked(_ arguments: [String]) throws {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let folder = try TemporaryFolder()
      #expect(mkfifo(folder.file("PIPE"), 0o600) == 0)
      let names = ["PIPE", "RUN", "PIPED", "AGAIN", "RUN/manifest.json"]
      if ["RUN", "RUN/manifest.json", "PIPED"].contains(arguments[1]) {
        let run = folder.file(arguments[1] == "PIPED" ? "PIPED" : "RUN")
        let process = try Command.start(Self.endless[0] + ["--output", run])
        waitForFile(run + "/chain-1.saved")
        end(process, by: number)
        if arguments[1] == "PIPED" {
          try FileManager.default.removeItem(atPath: run + "/chain-1.csv")
          #expect(mkfifo(run + "/chain-1.csv", 0o600) == 0)
        }
      }
      let threads = ["check", "compare", "export", "rerun"].contains(arguments[0]) ? [] : ["--threads", "8"]
      let process = try Command.start(arguments.map { names.contains($0) ? folder.file($0) : $0 } + threads)
      Thread.sleep(forTimeInterval: 0.3)
      end(process, by: number)
    }
  }

  /// An export that a signal ends half-way leaves nothing of itself.
  @Test func exportUnderWay() throws {
    let folder = try TemporaryFolder()
    let (run, store) = (folder.file("RUN"), folder.file("STORE"))
    let made = try Command(["sample", "linear-regression", "--draws", "8000", "--chains", "1", "--output", run])
    #expect(made.status == 0)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let process = try Command.start(["export", run, "--to", "zarr", "--output", store])
      waitForFile(store + ".new")
      end(process, by: number)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("")) == ["RUN"])
    }
  }

  /// So do draws of predictions.
  @Test func predictionsUnderWay() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<5000).map { i in (1...5).map { "\(Double(i * $0 % 17) / 17 - 0.5)" }.joined(separator: ",") }
    let data = try folder.write("sex,bmi,bp,hdl,ltg\n" + rows.joined(separator: "\n") + "\n", to: "new.csv")
    let run = folder.file("RUN")
    let made = try Command(["sample", "linear-regression", "--draws", "8000", "--chains", "1", "--output", run])
    #expect(made.status == 0)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let table = folder.file("predictions.csv")
      let process = try Command.start(["predict", run, "--data", data, "--all-draws", "--output", table])
      func names() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.url.path))
      }
      // Some draws are in the file, which is there for a moment before, to see whether it can be.
      func isUnderWay() throws -> Bool {
        let partial = try names().first { $0.hasSuffix(".partial") }
        let facts = partial.flatMap { try? FileManager.default.attributesOfItem(atPath: folder.file($0)) }
        return facts?[.size] as? Int ?? 0 > 0
      }
      while process.isRunning, try !isUnderWay() { Thread.sleep(forTimeInterval: 0.01) }
      end(process, by: number)
      #expect(try names() == ["RUN", "new.csv"])
    }
  }
}
