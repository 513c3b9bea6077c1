import PosteriorSampling

/// The length of a difference D between two samples, and of what scatter S makes of it.
///
/// The interval holds those lengths t for which the one seen lies between the 2.5 % and the 97.5 % quantiles of
/// ‖(t/‖D‖) D + S‖: differences in the direction of the one seen, with the samples' scatter. It does not widen
/// with the difference, and where D is chance alone it holds 0.
struct ComparedLength: Sendable {
  /// ‖D‖.
  let value: Double
  /// ‖S‖ of each replicate.
  let scatter: Scatter
  /// ‖sD + S‖ of a replicate; nil for a number, whose interval is known.
  private let length: (@Sendable (_ s: Double, _ replicate: Int) -> Double)?
  /// ‖sD‖ without scatter.
  private let pure: @Sendable (_ s: Double) -> Double

  /// Of a difference that is a number.
  init(_ difference: Double, scatter: [Double]) {
    value = abs(difference)
    self.scatter = Scatter(scatter.map { abs($0) })
    length = nil
    pure = { [value] in $0 * value }
  }

  /// Of a difference that has more to it.
  ///
  /// - Parameters:
  ///   - value: ‖D‖.
  ///   - replicates: How many there are.
  ///   - pure: ‖sD‖, where that is not s‖D‖.
  ///   - length: ‖sD + S‖ of a replicate.
  init(
    _ value: Double, replicates: Int, pure: (@Sendable (_ s: Double) -> Double)? = nil,
    length: @escaping @Sendable (_ s: Double, _ replicate: Int) -> Double
  ) {
    self.value = value
    self.pure = pure ?? { $0 * value }
    scatter = Scatter((0..<replicates).map { length(0, $0) })
    self.length = length
  }

  /// Of the length itself, or of its square; nil where it cannot be computed.
  func estimate(squared: Bool = false) -> DivergenceEstimate? {
    func report(_ length: Double) -> Double { squared ? length * length : length }
    let floor = scatter.floor
    guard value.isFinite, floor.isFinite, scatter.isFinite else { return nil }
    let (estimate, lower, upper) = length == nil ? numberInterval : interval
    guard estimate.isFinite, upper.isFinite else { return nil }
    return DivergenceEstimate(
      estimate: report(estimate), lower: report(lower), upper: report(upper), floor: report(floor),
      resolved: lower > 0)
  }

  private var numberInterval: (estimate: Double, lower: Double, upper: Double) {
    let (limit, floor) = (scatter.quantile(0.95), scatter.floor)
    return (max(0, value * value - floor * floor).squareRoot(), max(0, value - limit), value + limit)
  }

  private var interval: (estimate: Double, lower: Double, upper: Double) {
    guard value > 0 else { return (0, 0, scatter.quantile(0.95)) }
    let estimate = scale(value, 0.5)
    let lower = min(estimate, scale(value, 0.975))
    let upper = max(estimate, scale(max(value, scatter.quantile(0.5)), 0.025))
    return (pure(estimate), pure(lower), pure(upper))
  }

  /// The s at which a share of the replicates of ‖sD + S‖ do not exceed a length; 0 where none is so small.
  private func scale(_ wanted: Double, _ share: Double) -> Double {
    guard let length else { return 0 }
    func isAbove(_ s: Double) -> Bool {
      Scatter(scatter.values.indices.map { length(s, $0) }).quantile(share) > wanted
    }
    guard !isAbove(0) else { return 0 }
    var (low, high) = (0.0, 1.0)
    while !isAbove(high) {
      (low, high) = (high, 2 * high)
      if high > 1e12 { return .infinity }
    }
    for _ in 0..<20 {
      let middle = 0.5 * (low + high)
      if isAbove(middle) { high = middle } else { low = middle }
    }
    return 0.5 * (low + high)
  }
}

/// A length whose square is a quadratic form: ‖sD + S‖² = s² D·D + 2s D·S + S·S.
struct QuadraticLength: Sendable {
  var square = 0.0
  /// D·S and S·S of each replicate.
  var products: [Double]
  var squares: [Double]

  init(replicates: Int) {
    products = [Double](repeating: 0, count: replicates)
    squares = products
  }

  /// The length; `value` is ‖D‖ where that is known better than by the form.
  func length(_ value: Double? = nil) -> ComparedLength {
    let own = max(0, square).squareRoot()
    let unit = value.map { own > 0 ? $0 / own : 1 } ?? 1
    let form = self
    return ComparedLength(value ?? own, replicates: products.count) { s, replicate in
      let sum = s * s * form.square + 2 * s * form.products[replicate] + form.squares[replicate]
      return unit * max(0, sum).squareRoot()
    }
  }

  /// Adds the form of functions on a grid, with equal weights: D, and a row of S a replicate.
  mutating func add(_ difference: [Double], _ scatter: Matrix, weight: Double) {
    square += weight * difference.dot(difference)
    for replicate in products.indices {
      var (product, own) = (0.0, 0.0)
      for (k, value) in difference.enumerated() {
        let noise = scatter[replicate, k]
        product += value * noise
        own += noise * noise
      }
      products[replicate] += weight * product
      squares[replicate] += weight * own
    }
  }
}
