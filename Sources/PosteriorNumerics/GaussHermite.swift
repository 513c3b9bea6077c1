/// Averages over a standard normal variable by Gauss and Hermite's rule of 24 nodes: exact for polynomials up to degree
/// 47.
package enum GaussHermite {
  /// The positive nodes and their weights; the negative ones mirror them.
  private static let rule: InlineArray<12, (node: Double, weight: Double)> = [
    (0.31737009662945237, 0.2408701155466404), (0.953421922932109, 0.1614595128670001),
    (1.5934804298164202, 0.07206936401717823), (2.2404678516917524, 0.021126344408967556),
    (2.8977286432233136, 0.003976608929181307), (3.56930676407356, 0.00046471871877939644),
    (4.260383605019905, 3.2095005652746016e-05), (4.97804137463912, 1.2176597454425883e-06),
    (5.732747175251201, 2.26746167348065e-08), (6.541675005098634, 1.7186649279648716e-10),
    (7.437890666021663, 3.7149741527624003e-13), (8.507803519195257, 9.39019368904204e-17),
  ]

  /// The averages of two functions of z ~ N(0, 1).
  package static func averages(_ values: (_ z: Double) -> (Double, Double)) -> (Double, Double) {
    var sum = (0.0, 0.0)
    for i in rule.indices {
      let (above, below) = (values(rule[i].node), values(-rule[i].node))
      sum.0 += rule[i].weight * (above.0 + below.0)
      sum.1 += rule[i].weight * (above.1 + below.1)
    }
    return sum
  }
}
