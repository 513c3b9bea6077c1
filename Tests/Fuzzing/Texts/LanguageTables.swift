import PosteriorModels

/// Tables that tests of the language share.
package enum LanguageTables {
  package static let schools = ModelTable(
    file: "schools.csv", rowCount: 8,
    columns: [
      .init(
        name: "school",
        cells: .text([
          "Choate", "Deerfield", "Phillips Andover", "Phillips Exeter", "Hotchkiss", "Lawrenceville", "St. Paul's",
          "Mt. Hermon",
        ])),
      .init(name: "y", cells: .numbers([28, 8, -3, 7, -1, 1, 18, 12])),
      .init(name: "sigma", cells: .numbers([15, 10, 16, 11, 9, 11, 10, 18])),
    ])

  /// Counts in groups, with everything that can be wrong in a table somewhere.
  package static let counts = ModelTable(
    file: "counts.csv", rowCount: 6,
    columns: [
      .init(name: "y", cells: .numbers([2, 0, 5, 1, 3, 0])),
      .init(name: "x", cells: .numbers([0.5, -1, 2, 1.5, 0, -0.5])),
      .init(name: "group", cells: .numbers([1, 1, 2, 2, 3, 3])),
      .init(name: "site", cells: .text(["b", "b", "a", "a", "c", "c"])),
      .init(name: "other", cells: .text(["a", "b", "c", "d", "a", "b"])),
      .init(name: "u", cells: .numbers([10, 10, 20, 20, 30, 30])),
      .init(name: "gap", cells: .numbers([1, 2, 3, 0, 5, 6], isMissing: [false, false, false, true, false, false])),
      .init(name: "z", cells: .numbers([-1, 0, 1, 2, 3, 4])),
      .init(name: "cured", cells: .text(["yes", "no", "no", "yes", "yes", "no"])),
      .init(name: "junk", cells: .text([nil, "7", nil, "?", "", nil])),
    ],
    constants: [
      .init(name: "K", numbers: [3]), .init(name: "m", sizes: [3], numbers: [1, 2, 3]),
      .init(name: "S", sizes: [2, 2], numbers: [1, 0, 0.5, 1]),
      .init(name: "M", sizes: [2, 2], numbers: [2, 0.5, 0.5, 1]),
    ])
}
