import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

/// What a model of the catalogue says of new rows, and what its responses are called.
struct PredictedResponse {
  let predictor: Predictor
  /// What is drawn, by name.
  let names: [String]
  /// The values that the classes are, in the order of their numbers; none where the response is no class, or classes
  /// are their numbers.
  var classes: [String] = []
  /// The number of the first class.
  var firstClass = 1
}

extension RegressionData {
  /// What a model on these data says of the rows of another table.
  func predicted(by model: any Posterior, _ table: Table) throws -> PredictedResponse {
    try PredictedResponse(model, rows: designRows(of: table), name: targetName, classes: responseValues)
  }
}

extension PredictedResponse {
  /// The response of a model of a design, or of inputs.
  init(_ model: any Posterior, rows: Matrix, name: String, classes: [String] = []) throws {
    guard let model = model as? any PredictsRows else { throw Failure.predictsNothing }
    self.init(predictor: model.predictor(forRows: rows), names: [name], classes: classes, firstClass: 0)
  }
}

extension Failure {
  /// That a model cannot be asked for new rows.
  static let predictsNothing = Failure(.data, "the model of this run does not say how responses are drawn")
}
