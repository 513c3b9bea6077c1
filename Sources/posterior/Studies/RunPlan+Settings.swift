import PosteriorData

// What a run's manifest says of a command: every setting, as it was given or as it was settled.

extension ModelOptions {
  /// The files that the options name.
  var inputs: [(option: String, path: String)] {
    let files = [("--data", data), ("--constants", constants), ("--target", sparseFile.flatMap { _ in target })]
    return files.compactMap { option, path in path.map { (option, $0) } }
  }

  /// The settings of a model.
  func settings(_ model: ModelEntry) -> [String: Setting] {
    let scale = flatPrior ? nil : priorStandardDeviation ?? model.usualPriorStandardDeviation
    return [
      "model": .text(model.name), "data": .text(data ?? "embedded"),
      "decimalComma": .flag(decimalComma), "target": target.setting,
      "features": .none, "constants": .text(constantNumbers.joined(separator: " ")),
      "intercept": model.options.contains(.noIntercept) ? .flag(!noIntercept) : .none,
      "standardize": model.options.contains(.standardize) ? .flag(standardize) : .none,
      "noiseStandardDeviation": noiseStandardDeviation.setting, "unknownNoise": .flag(unknownNoise),
      "prior": .text(model.isWritten ? "as the model says" : scale == nil ? "flat" : "normal"),
      "priorStandardDeviation": scale.setting, "hidden": hidden.setting,
    ]
  }
}

extension RegressionData {
  /// What the options leave open: which columns, what was taken out of the features, and the classes by number.
  var settings: [String: Setting] {
    func list(_ numbers: [Double]?) -> Setting { numbers.map { .list($0.map(Setting.number)) } ?? .none }
    return [
      "target": .text(targetName), "features": .list(featureNames.map(Setting.text)),
      "standardize": .flag(standardization != nil), "featureMeans": list(standardization?.means),
      "featureScales": list(standardization?.scales),
      "classes": responseValues.isEmpty ? .none : .list(responseValues.map(Setting.text)),
    ]
  }
}

extension [String: Setting] {
  /// The settings with a noise.
  func noise(_ deviation: Double) -> [String: Setting] { merging([["noiseStandardDeviation": .number(deviation)]]) }

  /// The settings with the size of a hidden layer.
  func hidden(_ units: Int) -> [String: Setting] { merging([["hidden": .integer(units)]]) }
}

extension SamplerSite {
  /// What a sampler is made with at a learning rate; nothing where it has no meaning for the sampler.
  func settings(_ sampler: SamplerEntry, learningRate: Double?) -> [String: Setting] {
    let (facts, isShare) = (sampler.facts, sampler.facts.hasFriction && !sampler.facts.needsSmallestCurvature)
    return [
      "batchSize": facts.batching == nil ? .none : .integer(batchSize),
      "batching": (batching(of: sampler)?.name).setting,
      "friction": (facts.needsSmallestCurvature ? friction : givenFriction).setting,
      // What a step of √η takes of the momentum.
      "frictionShare": (isShare ? learningRate.map(frictionOfSteps.share(rate:)) : nil).setting,
      "metric": (facts.isTuned ? warmUp.metric.rawValue : nil).setting,
      "targetAcceptance": (facts.isTuned ? warmUp.targetAcceptance : nil).setting,
    ]
  }
}

extension RunOptions {
  fileprivate var settings: [String: Setting] { ["chains": .integer(chains), "seed": .text("\(seed)")] }
}

extension SampleCommand {
  /// What a run is made of.
  func plan(_ words: [String], _ model: ModelOnData, _ setting: SamplerSetting) -> RunPlan {
    let modelFile = argument.stanLibrary == nil && self.model.isWritten ? self.model.name : nil
    let files = [(RunPlan.modelFile, modelFile), ("--stan-library", argument.stanLibrary)]
    let own: [String: Setting] = [
      "sampler": .text(sampler.name), "learningRate": setting.learningRate.setting,
      "rateTarget": (learningRate == .auto ? "\(target.target)" : nil).setting,
      "leapfrogSteps": hamiltonian.leapfrogSteps.setting,
      "draws": .integer(setting.draws), "warmUp": .integer(setting.warmUp),
      "thin": .integer(thin), "saveWarmUp": .flag(saveWarmUp), "startRadius": .number(startRadius),
    ]
    return RunPlan(
      words: words, inputs: files.compactMap { option, path in path.map { (option, $0) } } + source.inputs,
      model: model.words,
      settings: own.merging([
        setting.settings, model.settings, source.settings(self.model), running.settings, parting.part.settings,
      ]),
      warnings: setting.words)
  }
}

extension SweepCommand {
  /// What a run is made of.
  func plan(_ words: [String], _ study: SweepStudy) -> RunPlan {
    let own: [String: Setting] = [
      "samplers": .text(samplers.map(\.name).joined(separator: ",")),
      "learningRates": .text(study.learningRates.map(\.description).joined(separator: ",")),
      "estimator": .text(chosenEstimator.rawValue), "reference": .text(reference.description),
    ]
    let modelFile = model.isWritten ? [(option: RunPlan.modelFile, path: model.name)] : []
    return RunPlan(
      words: words, inputs: modelFile + source.inputs, model: study.description.joined(separator: "; "),
      settings: own.merging([study.settings, source.settings(model), running.settings, parting.part.settings]))
  }
}

extension [String: Setting] {
  fileprivate func merging(_ others: [[String: Setting]]) -> [String: Setting] {
    others.reduce(self) { $0.merging($1) { own, _ in own } }
  }
}

extension String? {
  var setting: Setting { map(Setting.text) ?? .none }
}

extension Int? {
  var setting: Setting { map(Setting.integer) ?? .none }
}

extension Double? {
  var setting: Setting { map(Setting.number) ?? .none }
}
