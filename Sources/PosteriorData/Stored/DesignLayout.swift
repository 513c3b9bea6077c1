/// Where a regression's design and responses stand in the rows of a packed set.
struct DesignLayout: Sendable {
  /// A name for each column of the design: "intercept" first where there is one, then the features.
  let names: [String]
  /// The features' places in a stored row.
  let sources: [Int]
  /// What is taken out of each feature; nil where they are in the units of the table.
  let standardization: Standardization?
  /// The response's place in a stored row.
  let target: Int
  /// The number that stands for the class 1, all others being 0; nil where responses are the numbers themselves.
  var one: Double?

  var hasIntercept: Bool { names.count > sources.count }

  /// Makes rows of the design, and responses, of stored rows of `width` numbers.
  func fill<Element: BinaryFloatingPoint & BitwiseCopyable>(
    _ design: UnsafeMutablePointer<Element>, _ responses: UnsafeMutablePointer<Double>,
    from stored: UnsafePointer<Double>, width: Int, count: Int
  ) {
    let first = hasIntercept ? 1 : 0
    let isCopy = Element.self == Double.self && zip(sources, sources.dropFirst()).allSatisfy { $1 == $0 + 1 }
    for i in 0..<count {
      let (row, made) = (stored + i * width, design + i * names.count)
      if hasIntercept { made[0] = 1 }
      if let standardization {
        for (j, source) in sources.enumerated() {
          made[first + j] = Element((row[source] - standardization.means[j]) / standardization.scales[j])
        }
      } else if isCopy, let start = sources.first {
        UnsafeMutableRawPointer(made + first).copyMemory(from: row + start, byteCount: 8 * sources.count)
      } else {
        for (j, source) in sources.enumerated() { made[first + j] = Element(row[source]) }
      }
      responses[i] = one.map { row[target] == $0 ? 1 : 0 } ?? row[target]
    }
  }
}
