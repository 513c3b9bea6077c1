import PosteriorSampling

/// A parameter whose elements are columns of draws: theta[Choate], theta[Deerfield], … are the vector theta.
struct ParameterArray {
  /// A dimension of its own, and what its places are called.
  enum Levels: Hashable {
    case numbers([Int])
    case text([String])

    var count: Int {
      switch self {
      case .numbers(let numbers): numbers.count
      case .text(let text): text.count
      }
    }
  }

  let name: String
  /// None for one number, one for a vector, several for a matrix; each with the name of its dimension.
  let dimensions: [(name: String, levels: Levels)]
  /// The columns of its elements, the last index running fastest.
  let columns: [Int]

  /// The parameters that columns are the elements of, in the order of their first columns.
  ///
  /// - Parameters:
  ///   - names: A name for each column.
  ///   - factors: The factor whose levels name a vector's elements, where that is known.
  static func gathered(_ names: [String], factors: [String: String]) -> [ParameterArray] {
    var order: [String] = []
    var elements: [String: [(index: String?, column: Int)]] = [:]
    for (column, name) in names.enumerated() {
      let (vector, index) = parts(of: name)
      // A number of its own beside a vector of the same name is another parameter.
      let key = index == nil ? name : vector + "["
      if elements[key] == nil { order.append(key) }
      elements[key, default: []].append((index, column))
    }
    return order.flatMap { key in
      let own = elements[key] ?? []
      let (indices, columns, name) = (own.compactMap(\.index), own.map(\.column), String(key.dropLast()))
      if indices.count == own.count {
        if let factor = factors[name] {
          return [ParameterArray(name: name, dimensions: [(factor, .text(indices))], columns: columns)]
        }
        if let array = grid(name, indices, columns) { return [array] }
      }
      return columns.map { ParameterArray(name: names[$0], dimensions: [], columns: [$0]) }
    }
  }

  /// What stands before the bracket, and inside it.
  private static func parts(of name: String) -> (vector: String, index: String?) {
    guard name.hasSuffix("]"), let bracket = name.firstIndex(of: "["), bracket > name.startIndex else {
      return (name, nil)
    }
    return (String(name[..<bracket]), String(name[name.index(after: bracket)...].dropLast()))
  }

  /// An array with an element for every combination of its dimensions' levels; nil where some are not there.
  ///
  /// A vector's levels are numbers: age[years] is a name.
  private static func grid(_ name: String, _ indices: [String], _ columns: [Int]) -> ParameterArray? {
    let places = indices.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let rank = places[0].count
    guard places.allSatisfy({ $0.count == rank }) else { return nil }
    let levels = (0..<rank).map { axis in Levels(places.map { $0[axis] }) }
    if case .text = levels[0], rank == 1 || indices.count == 1 { return nil }
    // No dimension has more levels than there are places, so that their product can be counted.
    var size = 1
    for axis in levels {
      guard size <= places.count else { return nil }
      size *= axis.count
    }
    let lookups = levels.map(\.places)
    let order = Dictionary(
      zip(places, columns).map { place, column in (zip(lookups, place).compactMap { $0[$1] }, column) },
      uniquingKeysWith: { first, _ in first })
    guard size == places.count, order.count == size else { return nil }
    let sorted = order.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    return ParameterArray(
      name: name, dimensions: levels.enumerated().map { ("\(name)_dim_\($0)", $1) }, columns: sorted.map(\.value))
  }
}

extension ParameterArray.Levels {
  /// The different ones among some levels: numbers by size, or texts as they come.
  fileprivate init(_ levels: [String]) {
    var seen: Set<String> = []
    let different = levels.filter { seen.insert($0).inserted }
    let numbers = different.compactMap { level in Int(level).flatMap { "\($0)" == level ? $0 : nil } }
    self = numbers.count == different.count ? .numbers(numbers.sorted()) : .text(different)
  }

  /// Where each level is.
  fileprivate var places: [String: Int] {
    let levels =
      switch self {
      case .numbers(let numbers): numbers.map(String.init)
      case .text(let text): text
      }
    return Dictionary(levels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension ParameterArray {
  /// The parameter's draws.
  func variable(_ draws: Draws) -> ExportArray {
    let (columns, width) = (columns, draws.dimension)
    return ExportArray(
      name, ExportArray.ofDraws + dimensions.map(\.name),
      [draws.chainCount, draws.drawsPerChain] + dimensions.map(\.levels.count),
      .made { rows in rows.flatMap { row in columns.map { draws.values[row * width + $0] } } })
  }

  /// The coordinates of its own dimensions.
  var coordinates: [ExportArray] {
    dimensions.map { dimension in
      switch dimension.levels {
      case .numbers(let numbers): .coordinate(dimension.name, .integers(numbers), count: numbers.count)
      case .text(let text): .coordinate(dimension.name, .text(text), count: text.count)
      }
    }
  }
}
