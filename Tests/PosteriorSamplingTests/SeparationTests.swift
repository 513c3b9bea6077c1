import PosteriorModels
import Testing

@Suite struct SeparationTests {
  private func model(_ x: [Double], _ labels: [Int]) -> LogisticRegression {
    LogisticRegression(design: Matrix(columnCount: 2, elements: x.flatMap { [1, $0] }), labels: labels)
  }

  /// Complete separation, by a point between; quasi-complete, with both labels at the point itself; and none.
  @Test func oneFeature() {
    #expect(model([1, 2, 3, 4], [0, 0, 1, 1]).isSeparable)
    #expect(model([1, 2, 3, 3, 4], [0, 0, 0, 1, 1]).isSeparable)
    #expect(!model([1, 2, 3, 3, 4], [0, 1, 0, 1, 1]).isSeparable)
    #expect(!model([1, 2, 3, 4], [0, 1, 0, 1]).isSeparable)
    // One label alone.
    #expect(model([1, 2, 3, 4], [1, 1, 1, 1]).isSeparable)
    // Nearly separated, with an outlier, in units far from one.
    #expect(!model((0..<200).map { 1e6 * Double($0) }, (0..<200).map { $0 == 150 ? 0 : $0 / 100 }).isSeparable)
    // A column that does not vary is the intercept again.
    #expect(model([2, 2, 2], [0, 1, 0]).isSeparable)
  }

  /// In five dimensions: a plane's own labels, and the same with one of each kind exchanged far from it.
  @Test func manyFeatures() {
    var random = GSLRandom(seed: 9)
    let design = Matrix(columnCount: 5, elements: random.normals(5 * 300))
    let heights = design * [1, -2, 0.5, 0, 1]
    var labels = heights.map { $0 > 0 ? 1 : 0 }
    #expect(LogisticRegression(design: design, labels: labels).isSeparable)
    for extreme in [
      heights.indices.max { heights[$0] < heights[$1] }, heights.indices.min { heights[$0] < heights[$1] },
    ] {
      if let extreme { labels[extreme] = 1 - labels[extreme] }
    }
    #expect(!LogisticRegression(design: design, labels: labels).isSeparable)
  }
}
