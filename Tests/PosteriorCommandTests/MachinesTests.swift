import Foundation
import Testing

/// What `--explain` says of several machines.
@Suite struct MachinesTests {
  private let words = [
    "sample", "linear-regression", "--sampler", "sgworld", "--learning-rate", "0.05", "--quiet", "--explain",
  ]

  /// The cost model's numbers follow from what was timed, and the design effect is that of 442 rows in four blocks.
  @Test func costsFollowFromTimes() throws {
    let run = try Command(words + ["--batching", "hopping:4", "--batch-size", "13", "--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    struct Form: Decodable { let name: String, stepsPerSecond: Double, ratio: Double, rows: Int }
    struct Report: Decodable {
      let machines: Int, stepSeconds: Double, blockStepSeconds: Double, hopSeconds: Double, latencySeconds: Double,
        payingStepSeconds: Double
      let gradientDesignEffect: Double, forms: [Form]
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    let (t, inBlock, forms) = (report.stepSeconds, report.blockStepSeconds, report.forms)
    #expect(report.machines == 4 && min(t, inBlock) > 1e-8 && max(t, inBlock) < 0.1 && report.hopSeconds > 4e-4)
    #expect(report.latencySeconds == 3e-5 && abs(report.payingStepSeconds - 4e-5) < 1e-12)
    #expect(forms.map(\.rows) == [442, 442, 111, 111])
    // 34 steps an epoch, so 8.5 on a block between two messages.
    let expected = [1, 4, 34 * t / (8.5 * inBlock + 6e-5 + report.hopSeconds), t / (inBlock / 4 + 3e-5)]
    for (form, ratio) in zip(forms, expected) {
      #expect(abs(form.ratio / ratio - 1) < 1e-9 && abs(form.stepsPerSecond * t / ratio - 1) < 1e-9, "\(form.name)")
    }
    #expect(report.gradientDesignEffect > 0.2 && report.gradientDesignEffect < 3)
  }

  /// Strata are as many machines, and no block is taken by itself.
  @Test func strataHaveCostsToo() throws {
    let run = try Command(words + ["--batching", "stratified:4", "--batch-size", "12", "--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    struct Form: Decodable { let stepsPerSecond: Double, rows: Int }
    struct Report: Decodable {
      let machines: Int, ranks: Int, latencySeconds: Double, blockStepSeconds: Double, sharedStepSeconds: Double?
      let forms: [Form]
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect(report.machines == 4 && report.ranks == 1 && report.sharedStepSeconds == nil)
    #expect(report.forms.map(\.rows) == [442, 442, 111, 111])
    let shared = 1 / (report.blockStepSeconds / 4 + report.latencySeconds)
    #expect(abs(report.forms[3].stepsPerSecond / shared - 1) < 1e-9)
  }

  @Test func whatItNeeds() throws {
    for (options, reason) in [
      ([], "--explain needs minibatches of hopping:K or stratified:K, K the number of machines"),
      (["--batching", "hopping:2", "--output", "run"], "--explain draws nothing: leave out --output"),
    ] {
      let run = try Command(words + options)
      #expect(run.status == 64 && run.errors.contains(reason), "\(run.errors)")
    }
  }
}
