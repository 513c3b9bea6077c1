import PosteriorData
import PosteriorDiagnostics

/// How many classes a target has: its different values, which are numbered in their order.
enum TargetClasses {
  case two
  case several

  /// The table with the target's values numbered from 0, and the values; none where the numbers are those of the table.
  func number(_ target: String, of table: Table) throws -> (table: Table, values: [String]) {
    let (numbered, values) = try table.numbering(valuesOf: target)
    switch self {
    case .two:
      // A single class needs no other to be one of 0 and 1.
      if values.allSatisfy({ $0 == "0" || $0 == "1" }) { return (table, []) }
      guard values.count == 2 else {
        throw SamplingError.improperPosterior(
          "column '\(target)' has \(Self.listed(values)) where two values are wanted: write 0 and 1, or two words")
      }
    case .several:
      guard values.count > 1 else {
        throw SamplingError.improperPosterior(
          "column '\(target)' has the class \(values[0]) alone: there must be two or more")
      }
      guard values.count < table.rowCount || values.count == 2 else {
        throw SamplingError.improperPosterior(
          "column '\(target)' has another value in each of the \(table.rowCount) rows: those are no classes")
      }
      if values == values.indices.map(String.init) { return (table, []) }
    }
    return (numbered, values)
  }

  /// "the value 3 alone", "the values 1, 2, 3".
  private static func listed(_ values: [String]) -> String {
    guard values.count > 1 else { return "the value \(values[0]) alone" }
    let more = values.count > 5 ? " and \(values.count - 5) more" : ""
    return "the values " + values.prefix(5).joined(separator: ", ") + more
  }
}

extension RegressionData {
  /// The responses as classes, numbered from 0, and how many there are.
  var classes: (labels: [Int], count: Int) {
    let labels = responses.map { Int($0) }
    return (labels, 1 + (labels.max() ?? 0))
  }

  /// Which class each value of the target is, where these are not the numbers of the classes.
  var classWords: String {
    switch responseValues.count {
    case 0: ""
    case 2: " (0 is \(responseValues[0]), 1 is \(responseValues[1]))"
    default:
      " (" + responseValues.prefix(10).enumerated().map { "\($0) is \($1)" }.joined(separator: ", ")
        + (responseValues.count > 10 ? ", …" : "") + ")"
    }
  }
}
