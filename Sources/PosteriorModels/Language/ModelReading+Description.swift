extension ModelReading: CustomStringConvertible {
  /// What was understood, as a table of parameters, statements and data.
  package var description: String {
    var lines = [
      "\(file) with \(tableFile): \(counted(model.dimension, "coordinate")), "
        + "\(counted(exampleCount, "example"))"
    ]
    let width = summary.parameters.map(\.name.count).max() ?? 0
    lines.append("parameters")
    lines += summary.parameters.map { parameter in
      let name = parameter.name.padded(to: width)
      return "  \(name)  \(parameter.constraint)\(size(of: parameter))"
    }
    if !summary.derived.isEmpty { lines.append("made of them: \(summary.derived.joined(separator: ", "))") }
    let parts: [(ModelSummary.Distributed.Part, String)] = [
      (.prior, "prior"), (.once, "counted once"), (.likelihood, "likelihood, by example"),
    ]
    for (part, title) in parts {
      let statements = summary.statements.filter { $0.part == part }
      if statements.isEmpty { continue }
      lines.append(title)
      lines += statements.map { "  \($0.text)" }
    }
    lines.append("data: \(listed(summary.columns, "no column"))")
    if !summary.constants.isEmpty { lines.append("constants: \(listed(summary.constants, "none"))") }
    lines += summary.notes.map { "note: \($0)" }
    return lines.joined(separator: "\n")
  }

  private func size(of parameter: ModelSummary.Parameter) -> String {
    guard let size = parameter.size else { return "" }
    return parameter.factor.map { "[\($0)], \(counted(size, "level"))" } ?? "[\(size)]"
  }

  private func listed(_ names: [String], _ none: String) -> String {
    if names.isEmpty { return none }
    let shown = names.prefix(20).joined(separator: ", ")
    return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
