import Foundation
import PeerCases

/// A line of results of a sampler, with the fields of the peers' lines.
struct SamplingRow: Encodable {
  var peer: String
  var `case`: String
  var name: String
  var mode: String
  var chains: Int
  var steps: Int
  var batch: Int
  var cores: Int
  var secondsExcludingCompile: Double
  var cpuSeconds: Double
  var allSeconds: [Double]
  var allCpuSeconds: [Double]
  var usPerStep: Double
  var usCpuPerStep: Double
  var meanErr: Double?
  var covRatio: Double?
  var covRelErr: Double?
  var covVsSgld: Double?
  var lossOfMeanOfLastTenth: Double?
  var lossAtStart: Double?

  init(peer: String, _ problem: PeerCase, mode: String, chains: Int, steps: Int, cores: Int, _ timing: Timing) {
    self.peer = peer
    self.mode = mode
    self.chains = chains
    self.steps = steps
    self.cores = cores
    `case` = problem.letter
    name = problem.settings.name
    batch = problem.settings.batchSize
    (allSeconds, allCpuSeconds) = (timing.wall, timing.cpu)
    (secondsExcludingCompile, cpuSeconds) = (timing.wall.median, timing.cpu.median)
    let perStep = 1e6 / Double(steps * chains)
    (usPerStep, usCpuPerStep) = (secondsExcludingCompile * perStep, cpuSeconds * perStep)
  }
}

/// A line of results of a diagnostic or a distance.
struct DiagnosticRow: Encodable {
  var peer = "swift"
  var diagnostic: String
  var size: String
  var seconds: Double
  var cpuSeconds: Double
  var allSeconds: [Double]
  var allCpuSeconds: [Double]
  var cores = 1
  var value: [Double]

  init(_ diagnostic: String, size: String, _ timing: Timing, value: [Double]) {
    self.diagnostic = diagnostic
    self.size = size
    self.value = value
    (allSeconds, allCpuSeconds) = (timing.wall, timing.cpu)
    (seconds, cpuSeconds) = (timing.wall.median, timing.cpu.median)
  }
}

extension Encodable {
  /// Prints the value as one line of JSON, at once.
  func printLine() throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = .sortedKeys
    try FileHandle.standardOutput.write(contentsOf: encoder.encode(self) + [UInt8(ascii: "\n")])
  }
}
