/// The order in which passes over all examples take them.
///
/// Sums over examples by levels of a factor are quicker where equal levels stand together: a level's sum stays in a
/// register, and what belongs to the level is read once for eight examples.
enum RowOrder {
  /// The order by some maps' places, the map of fewest places first; examples of equal places stay as they are.
  ///
  /// - Parameters:
  ///   - maps: The maps, each with a place for every example.
  ///   - rowCount: The number of examples.
  /// - Returns: The examples in order; nil where that is the table's order, or where levels have few examples.
  static func order(of maps: [Graph.IndexMap], rowCount: Int) -> [Int32]? {
    let maps = maps.filter { $0.domain == .rows && $0.count <= rowCount / 16 }
    if maps.isEmpty { return nil }
    var order = (0..<rowCount).map(Int32.init)
    // Stable sorts, that by what comes first being the last.
    for map in maps.sorted(by: { $0.count > $1.count }) {
      var next = [Int](repeating: 0, count: map.count + 1)
      for place in map.places { next[Int(place) + 1] += 1 }
      for place in 0..<map.count { next[place + 1] += next[place] }
      var sorted = order
      for example in order {
        let place = Int(map.places[Int(example)])
        sorted[next[place]] = example
        next[place] += 1
      }
      order = sorted
    }
    return zip(order, order.dropFirst()).allSatisfy(<) ? nil : order
  }

  /// Numbers of examples in an order.
  static func ordered<Number>(_ values: [Number], _ order: [Int32]?) -> [Number] {
    order.map { order in order.map { values[Int($0)] } } ?? values
  }

  /// How many equal places stand together on average.
  static func meanRun(_ places: [Int32]) -> Double {
    var runs = 1
    for (place, next) in zip(places, places.dropFirst()) where place != next { runs += 1 }
    return Double(places.count) / Double(runs)
  }
}
