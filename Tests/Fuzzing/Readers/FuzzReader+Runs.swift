import Foundation
import PosteriorData
import PosteriorDiagnostics

// What a run keeps on the disk beside its chains.

extension FuzzReader {
  static let manifests = FuzzReader("manifest", "manifests of runs", manifestCorpus) {
    let manifest = try RunManifest(Data($0), source: "manifest.json")
    try require(manifest.format == 1, "format")
    // Parts of a second are not kept.
    let written = try manifest.json()
    try require(RunManifest(written, source: "again").json() == written, "what is written is another manifest")
  }

  static let points = FuzzReader("points", "finished points of sweeps", pointCorpus) {
    let encoder = JSONEncoder()
    let decoder = JSONDecoder()
    for line in LineFile.wholeLines(of: Data($0)).lines {
      let point = try decoder.decode(SweepPoint.self, from: line)
      try require(decoder.decode(SweepPoint.self, from: encoder.encode(point)) == point, "another point")
    }
  }

  private static let signs = [
    "{", "}", "[", "]", "\"", ":", ",", "\n", "\\", "\\u0000", "\\ud800", "null", "true", "false", "{}", "[]", "[[]]",
    "0",
    "1", "2", "-1", "1.5", "1e300", "-1e300", "1e999", "1e-999", "9223372036854775807", "9223372036854775808", "e", "é",
    "\u{FEFF}", "\u{202E}", "--draws", "--chains", "--output", "sample", "sweep", "", "2026-11-26T10:55:20Z",
    "9999-99-99T99:99:99Z",
  ]

  private static func corpus(_ seeds: [[UInt8]], _ pieces: [String]) -> FuzzCorpus {
    FuzzCorpus(seeds: seeds, pieces: (signs + pieces).map { Array($0.utf8) } + [[0xFF], [0xC3], [0]])
  }

  private static let manifestCorpus = corpus(
    manifestSeeds, ["\"format\" : ", "\"tuning\" : ", "running", "finished", "unit", "diagonal", "dense"])

  private static let manifestSeeds: [[UInt8]] = {
    var new = RunManifest(
      program: "posterior 1", command: ["sample", "linear-regression", "--draws", "120", "--output", "run", "--quiet"],
      model: "linear-regression", modelText: nil, inputs: [],
      settings: [
        "draws": .integer(120), "η": .number(0.25), "sampler": .text("sgld"), "quiet": .flag(true), "x": .none,
        "features": .list([.text("x"), .number(0.5), .list([])]),
      ])
    var done = RunManifest(
      program: "posterior 1", command: ["sample", "m.model", "--data", "a.csv"], model: "m.model",
      modelText: "mu ~ normal(0, 1)\ny ~ normal(mu, 1)\n",
      inputs: (try? [.init("--data", path: "/dev/null")]) ?? [],
      settings: [:])
    (done.status, done.ended, done.reason) = (.finished, done.started, "none")
    done.warnings = ["a warning"]
    done.tuning = [
      nil, .init(stepSize: 0.5, metric: .diagonal([1, 2])), .init(stepSize: nil, metric: .unit),
      .init(
        stepSize: 1, metric: (try? Metric.dense(Cholesky(Matrix(columnCount: 2, elements: [1, 0, 0, 1])))) ?? .unit),
    ]
    new.replaces = "run"
    // The same in every process: in no folder of its own, and begun at no time of its own.
    func fixed(_ manifest: RunManifest) throws -> [UInt8] {
      let text = String(decoding: try manifest.json(), as: UTF8.self)
        .replacing(/"\d+-\d+-\d+T\d+:\d+:\d+Z"/, with: "\"2026-11-26T10:55:20Z\"")
      return Array(text.replacing(manifest.directory, with: "/home/you").utf8)
    }
    do { return try [new, done].map(fixed) } catch {
      preconditionFailure("a manifest cannot be written: \(error)")
    }
  }()

  private static let pointCorpus: FuzzCorpus = corpus(
    [pointLines, [pointLines[0]]].map { lines in Array((lines.joined(separator: "\n") + "\n").utf8) },
    ["\"kl\":", "\"draws\":", "\"theory\":null", "not-run", "diverged", "ok", "[[1]]", "[[1,2],[3]]"])

  private static let divergence = #"{"estimate":0.25,"floor":0.001,"lower":0.2,"resolved":true,"upper":0.3}"#

  private static let pointLines: [String] = [
    #"{"batching":null,"covariance":[[1,0.5],[0.5,2]],"divergedAtStep":null,"draws":400,"effectiveSampleSize":120.5,"#
      + #""kl":\#(divergence),"learningRate":0.01,"mean":[1,-2.5],"sampler":"sgld","status":"ok","theory":null,"#
      + #""wasserstein2":\#(divergence)}"#,
    #"{"batching":"fresh","covariance":null,"divergedAtStep":17,"draws":0,"effectiveSampleSize":null,"kl":null,"#
      + #""learningRate":10,"mean":null,"sampler":"sgworld","status":"diverged","theory":null,"wasserstein2":null}"#,
    #"{"batching":null,"covariance":null,"divergedAtStep":null,"draws":0,"effectiveSampleSize":null,"kl":null,"#
      + #""learningRate":1e-3,"mean":null,"sampler":"sgld","status":"not-run","theory":{"covariance":[[1,0],[0,1]],"#
      + #""error":0,"kl":0.5,"mean":[0,1e-300],"wasserstein2":1},"wasserstein2":null}"#,
  ]
}
