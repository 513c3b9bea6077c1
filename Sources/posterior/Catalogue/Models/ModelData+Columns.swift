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
