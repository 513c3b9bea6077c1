/// Plots beside one another with one key, as a file or a page shows them.
struct Figure {
  let title: String
  let key: [KeyEntry]
  /// The panels, two in a row, those of a row equally high. They have letters where there are several.
  let panels: [Picture]

  init(title: String, key: [KeyEntry], panels: [Picture]) {
    (self.title, self.key) = (title, key)
    self.panels = panels.enumerated().map { place, panel in
      guard panels.count > 1, let letter = Unicode.Scalar(97 + place) else { return panel }
      var panel = panel
      panel.write("\(Character(letter))", at: (8, 16), isStrong: true)
      return panel
    }
  }

  private static let keyLine = 17.0
  /// Characters of a name in the key.
  private static let longest = 70

  /// All of it in one picture.
  var picture: Picture {
    let rows = stride(from: 0, to: panels.count, by: 2).map { Array(panels[$0..<min($0 + 2, panels.count)]) }
    let width = rows.map { $0.reduce(0) { $0 + $1.width } }.max() ?? 0
    let lines = keyLines(width: width - 20)
    let height = 26 + rows.reduce(0) { $0 + ($1.map(\.height).max() ?? 0) + 6 } + Self.keyLine * Double(lines.count) + 6
    var whole = Picture(
      width: width, height: height, title: title, description: panels.map(\.description).joined(separator: " "))
    whole.write(title, at: (width / 2, 16), .middle, longest: Int(width / 7), isStrong: true)
    var top = 26.0
    for row in rows {
      var left = 0.0
      for panel in row {
        whole.place(panel, at: (left, top))
        left += panel.width
      }
      top += (row.map(\.height).max() ?? 0) + 6
    }
    for line in lines {
      var left = (width - Self.width(line)) / 2
      for entry in line {
        entry.draw(into: &whole, left: left, middle: top + 7)
        whole.write(entry.name, at: (left + entry.width + 5, top + 11), longest: Self.longest)
        left += Self.width([entry]) + Self.gap
      }
      top += Self.keyLine
    }
    return whole
  }

  /// The panels of a page, and their key above them.
  var markup: Markup {
    KeyEntry.list(key) + "<div class=\"grid figure\">\(panels.map(\.svg))</div>\n"
  }

  private static let gap = 18.0

  private static func width(_ entries: [KeyEntry]) -> Double {
    let names = entries.map { $0.width + 5 + 6.3 * Double(min($0.name.count, longest)) }
    return names.reduce(0, +) + gap * Double(max(0, entries.count - 1))
  }

  /// The key's entries in lines that are not wider than there is room for.
  private func keyLines(width: Double) -> [[KeyEntry]] {
    var lines: [[KeyEntry]] = []
    for entry in key {
      if let last = lines.last, Self.width(last + [entry]) <= width {
        lines[lines.count - 1].append(entry)
      } else {
        lines.append([entry])
      }
    }
    return lines
  }
}
