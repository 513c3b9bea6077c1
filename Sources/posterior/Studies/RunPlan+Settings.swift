import PosteriorData

// What a run's manifest says of a command.

extension ModelOptions {
  /// The files that the options name.
  var inputs: [(option: String, path: String)] {
    [("--data", data), ("--constants", constants)].compactMap { option, path in path.map { (option, $0) } }
  }

  /// The settings of a model.
  func settings(_ model: ModelEntry) -> [String: Setting] {
    let scale = flatPrior ? nil : priorStandardDeviation ?? model.usualPriorStandardDeviation
    return [
      "model": .text(model.name), "data": .text(data ?? "embedded"),
      "decimalComma": .flag(decimalComma), "target": target.setting,
      "features": features.setting, "constants": .text(constantNumbers.joined(separator: " ")),
      "intercept": .flag(!noIntercept), "standardize": .flag(standardize),
      "noiseStandardDeviation": noiseStandardDeviation.setting, "unknownNoise": .flag(unknownNoise),
      "priorStandardDeviation": scale.setting, "hidden": hidden.setting,
    ]
  }
}

extension SamplerOptions {
  fileprivate var settings: [String: Setting] {
    [
      "batchSize": minibatches.batchSize.setting, "batching": (batching?.name).setting, "friction": friction.setting,
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
      "sampler": .text(sampler.name), "learningRate": setting.learningRate.setting, "targetKL": .number(targetKl),
      "leapfrogSteps": .integer(leapfrogSteps), "draws": .integer(setting.draws), "warmUp": .integer(setting.warmUp),
      "thin": .integer(thin), "saveWarmUp": .flag(saveWarmUp), "startRadius": .number(startRadius),
    ]
    return RunPlan(
      words: words, inputs: files.compactMap { option, path in path.map { (option, $0) } } + source.inputs,
      model: model.words,
      settings: own.merging([source.settings(self.model), options.settings, running.settings]), warnings: setting.words)
  }
}

extension SweepCommand {
  /// What a run is made of.
  func plan(_ words: [String], _ study: SweepStudy) -> RunPlan {
    let own: [String: Setting] = [
      "samplers": .text(samplers.map(\.name).joined(separator: ",")),
      "learningRates": .text(study.learningRates.map(\.description).joined(separator: ",")),
      "estimator": (estimator?.rawValue).setting, "reference": .text(reference.description),
    ]
    let modelFile = model.isWritten ? [(option: RunPlan.modelFile, path: model.name)] : []
    return RunPlan(
      words: words, inputs: modelFile + source.inputs, model: study.description.joined(separator: "; "),
      settings: own.merging([source.settings(model), options.settings, running.settings]))
  }
}

extension [String: Setting] {
  fileprivate func merging(_ others: [[String: Setting]]) -> [String: Setting] {
    others.reduce(self) { $0.merging($1) { own, _ in own } }
  }
}

extension String? {
  fileprivate var setting: Setting { map(Setting.text) ?? .none }
}

extension Int? {
  fileprivate var setting: Setting { map(Setting.integer) ?? .none }
}

extension Double? {
  fileprivate var setting: Setting { map(Setting.number) ?? .none }
}
