import PosteriorSampling

/// Parameters that have one value in all draws of a sample.
struct ConstantParameters {
  /// The names of those that have the same in both.
  let equal: [String]
  /// The places of those that vary in one at least.
  let varying: [Int]
  /// How others differ; nil where there are none.
  let difference: String?

  init(_ draws: Matrix, _ reference: Matrix, names: [String]) {
    var (equal, varying, differences) = ([String](), [Int](), [String]())
    for (place, name) in names.enumerated() {
      switch (draws.constant(place), reference.constant(place)) {
      case (let mine?, let other?) where mine == other: equal.append(name)
      case (let mine?, let other?): differences.append("'\(name)' is always \(mine) where the reference has \(other)")
      default: varying.append(place)
      }
    }
    (self.equal, self.varying) = (equal, varying)
    difference = differences.isEmpty ? nil : differences.joined(separator: "; ")
  }
}

extension Matrix {
  /// A column's only value, if it has but one.
  fileprivate func constant(_ column: Int) -> Double? {
    let value = self[0, column]
    return (1..<rowCount).allSatisfy { self[$0, column] == value } ? value : nil
  }

  /// Some of the columns.
  func keeping(columns: [Int]) -> Matrix {
    guard columns != Array(0..<columnCount) else { return self }
    var result = Matrix(rowCount: rowCount, columnCount: columns.count)
    for i in 0..<rowCount { for (place, column) in columns.enumerated() { result[i, place] = self[i, column] } }
    return result
  }
}
