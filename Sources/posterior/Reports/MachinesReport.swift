import PosteriorDiagnostics

/// What forms of work on several machines cost: messages against steps.
struct MachinesReport: Encodable {
  let model: String
  let sampler: String
  /// N.
  let examples: Int
  /// d.
  let parameters: Int
  /// B.
  let batchSize: Int
  /// K.
  let machines: Int
  /// The seconds of a step, here: on all rows in turn, and on those of one block, which stay in memory.
  let stepSeconds: Double
  let blockStepSeconds: Double
  /// L: the seconds of an allreduce of d numbers; of strata's terms, K·d numbers that all ranks are given.
  let latencySeconds: Double
  /// Whether that was measured among the ranks of mpirun.
  let isLatencyMeasured: Bool
  /// The seconds that a chain's state takes on both ends of both messages of a hop, with what they wait to be seen.
  let hopSeconds: Double
  /// The bytes of such a message.
  let hopBytes: Int
  let forms: [Form]
  /// The step from which an allreduce a step pays: L·K/(K − 1).
  let payingStepSeconds: Double
  /// How many ranks of mpirun have timed this.
  let ranks: Int
  /// The seconds of a step of one chain that they take together; nil unless minibatches are stratified.
  let sharedStepSeconds: Double?
  /// deff of blocks of N/K rows, of gradients and of curvatures; nil where it is not known.
  let gradientDesignEffect: Double?
  let curvatureDesignEffect: Double?

  /// A form of work.
  struct Form: Encodable {
    let name: String
    let stepsPerSecond: Double
    /// How many times the steps of one machine that is.
    let ratio: Double
    /// The rows that each machine reads again and again.
    let rows: Int
  }

  /// What was timed.
  struct Times {
    let step, stepInBlock, latency, hop: Double
    let isLatencyMeasured: Bool
    let hopBytes: Int
    let together: Double?
  }

  init(_ setting: SamplerSetting, model: ModelOnData, sampler: SamplerEntry, machines: Int, _ times: Times) {
    let (n, k) = (model.posterior.exampleCount, Double(machines))
    (self.model, self.sampler, self.machines) = (model.words, sampler.name, machines)
    (examples, parameters, batchSize) = (n, model.posterior.dimension, setting.site.batchSize)
    (stepSeconds, blockStepSeconds) = (times.step, times.stepInBlock)
    (latencySeconds, hopSeconds) = (times.latency, times.hop)
    (isLatencyMeasured, hopBytes) = (times.isLatencyMeasured, times.hopBytes)
    (ranks, sharedStepSeconds) = (Ranks.count, times.together)
    payingStepSeconds = machines > 1 ? times.latency * k / (k - 1) : .infinity
    let steps = Double((n - 1) / batchSize + 1) / k
    let (alone, share) = (1 / times.step, (n - 1) / machines + 1)
    let forms = [
      ("one machine", alone, n), ("independent chains", k * alone, n),
      ("chains that hop", k * steps / (steps * times.stepInBlock + 2 * times.latency + times.hop), share),
      ("one chain, an allreduce a step", 1 / (times.stepInBlock / k + times.latency), share),
    ]
    self.forms = forms.map { Form(name: $0, stepsPerSecond: $1, ratio: $1 / alone, rows: $2) }
    let effect =
      setting.site.stored != nil
      ? nil
      : try? model.posterior.designEffect(of: BlockEpochs(blockSize: max(1, n / machines)), at: model.posterior.mode())
    (gradientDesignEffect, curvatureDesignEffect) = (effect?.gradients, effect?.curvatures)
  }

  func table() -> String {
    func micro(_ seconds: Double) -> String { shortened(1e6 * seconds) + " µs" }
    let rows = textTable(
      forms,
      [
        ("form, on \(machines) machines", .left, \.name),
        ("steps/s", .right, { shortened($0.stepsPerSecond) }),
        ("times one", .right, { shortened($0.ratio) }),
        ("rows a machine", .right, { "\($0.rows)" }),
      ])
    let effect = gradientDesignEffect.map {
      "The design effect of blocks of N/K rows is \(shortened($0)) for gradients and "
        + "\(shortened(curvatureDesignEffect ?? .nan)) for curvatures; chains that hop want at most 1.5.\n"
    }
    let together = sharedStepSeconds.map {
      "On \(ranks) ranks such a step takes \(micro($0)), where that on one machine over \(ranks), and L, are "
        + "\(micro(stepSeconds / Double(ranks) + latencySeconds)).\n"
    }
    return """
      \(model)
      \(sampler), N = \(examples), d = \(parameters), B = \(batchSize)
      a step takes \(micro(stepSeconds)), on the rows of one block \(micro(blockStepSeconds)); an allreduce \
      \(micro(latencySeconds)) (\(isLatencyMeasured ? "measured" : "stated: mpirun measures it"))
      a hop carries \(hopBytes) bytes to and fro: \(micro(hopSeconds)) to write, notice and read

      \(rows)
      Where each machine holds all rows, run independent chains. Where it does not, have chains hop.
      One chain with an allreduce a step, by --batching stratified:\(machines), pays where a step takes more than \
      L·K/(K − 1), here \(micro(payingStepSeconds)).
      \((together ?? "") + (effect ?? ""))
      """
  }
}
