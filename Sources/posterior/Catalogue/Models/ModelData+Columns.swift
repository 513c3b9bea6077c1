import PosteriorData
import PosteriorModels

extension ModelData {
  /// Data of a target and other columns of numbers.
  init(target: String, _ values: [Double], others: [(name: String, values: [Double])]) {
    self.init(
      targets: [.init(name: target, cells: .numbers(values))],
      others: others.map { .init(name: $0.name, cells: .numbers($0.values)) }, rows: values.indices.map { $0 + 1 })
  }
}

extension RegressionData {
  /// The target and the features as the model takes them: classes by their numbers, features standardised where they
  /// were.
  var modelData: ModelData {
    let columns = parameterNames.enumerated().map { (name: $1, values: design.column($0)) }
    return ModelData(target: targetName, responses, others: columns.filter { featureNames.contains($0.name) })
  }
}

extension ModelOptions {
  /// The data that a regression is about; unknown where they do not fit in memory.
  func modelData(_ classes: TargetClasses? = nil) throws -> ModelData {
    try storedTable() == nil ? regressionData(classes: classes).modelData : .unknown
  }
}

extension ModelEntry {
  /// Which columns of the data have numbers so far from 1 that these may be why a model fails, and the remedy; nil
  /// where there are none.
  func unitsNote(_ source: ModelOptions) -> String? {
    guard let data = try? data(source) else { return nil }
    func far(_ columns: [ModelTable.Column], isRemedied: (Double) -> Bool) -> String? {
      let found = columns.compactMap { column -> String? in
        guard case .numbers(let numbers, _) = column.cells else { return nil }
        let size = numbers.reduce(0) { max($0, abs($1)) }
        guard size != 0, !(1e-12...1e12).contains(size), isRemedied(size) else { return nil }
        return "'\(column.name)' (up to \(shortened(size)))"
      }
      return found.isEmpty ? nil : found.joined(separator: ", ")
    }
    // A standard deviation must be a number, and one over it too.
    func canStandardize(_ size: Double) -> Bool { options.contains(.standardize) && (1e-300...1e300).contains(size) }
    let remedies = [
      far(data.others, isRemedied: canStandardize).map { "--standardize helps with " + $0 },
      far(data.others, isRemedied: { !canStandardize($0) }).map { "write \($0) in other units" },
      far(data.targets, isRemedied: { _ in true }).map { "write \($0) in other units" },
    ].compactMap(\.self)
    return remedies.isEmpty ? nil : "numbers are far from 1: " + remedies.joined(separator: ", and ")
  }
}
