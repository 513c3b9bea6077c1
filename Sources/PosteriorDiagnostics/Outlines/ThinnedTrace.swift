/// One chain's draws, thinned for a picture: of each of some stretches the least draw and the largest, so that none is
/// beyond what is shown. Draws that are not finite are left out.
package struct ThinnedTrace: Sendable, Hashable {
  /// The numbers of the draws, ascending.
  package let places: [Int]
  /// The draws.
  package let values: [Double]

  package init(_ draws: [Double], stretches: Int) {
    precondition(stretches >= 1, "a trace needs a stretch")
    guard draws.count > 2 * stretches else {
      places = draws.indices.filter { draws[$0].isFinite }
      values = places.map { draws[$0] }
      return
    }
    places = (0..<stretches).flatMap { stretch in
      let range = stretch * draws.count / stretches..<(stretch + 1) * draws.count / stretches
      let finite = range.filter { draws[$0].isFinite }
      guard let least = finite.min(by: { draws[$0] < draws[$1] }),
        let most = finite.max(by: { draws[$0] < draws[$1] })
      else { return [Int]() }
      return least == most ? [least] : [min(least, most), max(least, most)]
    }
    values = places.map { draws[$0] }
  }
}
