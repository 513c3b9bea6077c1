import PosteriorData

/// What an export holds: a line for each variable.
struct ExportReport: Encodable {
  let path: String
  let variables: [Variable]

  /// A variable, where it is and what its dimensions are.
  struct Variable: Encodable {
    let group: String
    let name: String
    let dimensions: [String]
    let shape: [Int]
  }

  init(path: String, _ dataset: ExportDataset) {
    self.path = path
    variables = dataset.groups.flatMap { group in
      group.arrays.filter { !$0.isCoordinate }.map {
        Variable(group: group.name, name: $0.name, dimensions: $0.dimensions, shape: $0.shape)
      }
    }
  }

  func table() -> String {
    path + "\n\n"
      + textTable(
        variables,
        [
          ("group", .left, { $0.group }), ("variable", .left, { $0.name }),
          ("dimensions", .left, { zip($0.dimensions, $0.shape).map { "\($0) \($1)" }.joined(separator: " × ") }),
        ])
  }
}
