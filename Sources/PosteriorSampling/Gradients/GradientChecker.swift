/// Checks one gradient method after another at one position.
struct GradientChecker {
  let position: [Double]
  let names: [String]
  let tolerance: Double
  var result = GradientCheck()

  typealias Function = (Span<Double>) -> Double
  typealias AddGradient = (_ position: Span<Double>, _ scale: Double, _ gradient: inout MutableSpan<Double>) -> Void

  init(_ target: some LogDensity, at position: [Double], tolerance: Double) {
    precondition(
      position.count == target.dimension, "a position needs \(target.dimension) elements, not \(position.count)")
    precondition(tolerance > 0, "a tolerance must be positive, not \(tolerance)")
    self.position = position
    self.tolerance = tolerance
    names = target.parameterNames
    if names.count != position.count {
      report(.wrongNameCount, "parameterNames", nil, Double(names.count), Double(position.count))
    }
  }

  /// The log density with its gradient, where both are right by themselves.
  mutating func checkBoth(of target: some LogDensity) {
    let name = "logDensity(at:addingGradientTo:)"
    let alone = target.logDensity(at: position.span)
    var both = alone
    check(name) {
      target.logDensity(at: $0)
    } gradient: { position, _, gradient in
      both = target.logDensity(at: position, addingGradientTo: &gradient)
    }
    if !agree(both, alone, within: 1e-10) { report(.valueDiffers, name, nil, both, alone) }
  }

  /// The prior, the likelihoods of single examples, and their sums.
  mutating func checkTerms(of model: some Posterior, examples: [Int]?) {
    let n = model.exampleCount
    let examples = examples ?? (n > 0 ? Set([0, n / 2, n - 1]).sorted() : [])
    precondition(examples.allSatisfy { (0..<n).contains($0) }, "examples must be 0 to \(n - 1)")
    check("addLogPriorGradient") {
      model.logPrior(at: $0)
    } gradient: { position, _, gradient in
      model.addLogPriorGradient(at: position, to: &gradient)
    }
    // A posterior may have no terms by example.
    if examples.isEmpty { return }
    for i in examples {
      check("addLogLikelihoodGradient(of: \(i))", isScaled: true) {
        model.logLikelihood(of: i, at: $0)
      } gradient: { position, scale, gradient in
        model.addLogLikelihoodGradient(of: i, at: position, scaledBy: scale, to: &gradient)
      }
    }
    let minibatch = (examples + examples.prefix(1)).map { Int32($0) }
    check("addLogLikelihoodGradient(ofExamples: \(minibatch))", isScaled: true) { position in
      minibatch.reduce(0) { $0 + model.logLikelihood(of: Int($1), at: position) }
    } gradient: { position, scale, gradient in
      model.addLogLikelihoodGradient(
        ofExamples: minibatch.span, at: position, relativeTo: nil, scaledBy: scale, to: &gradient)
    }
    if result.isCorrect { checkDifferences(of: model, minibatch) }
  }

  /// The sum relative to an anchor, half as far from 0, where everything that it rests on is right.
  private mutating func checkDifferences(of model: some Posterior, _ examples: [Int32]) {
    let anchor = Anchor(model, at: position.map { 0.5 * $0 })
    var there = [Double](repeating: 0, count: position.count)
    var span = there.mutableSpan
    model.addLogLikelihoodGradient(
      ofExamples: examples.span, at: anchor.position.span, relativeTo: nil, scaledBy: 1, to: &span)
    let slope = there
    // The function is the small difference of two large numbers, of whose digits it loses some.
    let size =
      abs(position.dot(slope)) + examples.reduce(0) { $0 + abs(model.logLikelihood(of: Int($1), at: position.span)) }
    check("addLogLikelihoodGradient(ofExamples: \(examples), relativeTo: an anchor)", isScaled: true, size: size) {
      position in
      examples.reduce(0) { $0 + model.logLikelihood(of: Int($1), at: position) } - position.dot(slope.span)
    } gradient: { position, scale, gradient in
      model.addLogLikelihoodGradient(
        ofExamples: examples.span, at: position, relativeTo: anchor, scaledBy: scale, to: &gradient)
    }
  }

  /// Reports the first faults of each kind that make the others meaningless, and then each parameter that differs.
  mutating func check(
    _ name: String, isScaled: Bool = false, size: Double = 0, of function: Function, gradient add: AddGradient
  ) {
    let here = function(position.span)
    guard here.isFinite else { return report(.functionNotFinite, name, nil, here, 0) }
    let (zeros, initial) = ([Double](repeating: 0, count: position.count), position.indices.map { 1 + Double($0) / 4 })
    guard let value = evaluate(add, scale: 1, from: zeros), let added = evaluate(add, scale: 1, from: initial) else {
      return report(.writesOutside, name, nil, 0, 0)
    }
    for j in position.indices where !value[j].isFinite {
      return report(.gradientNotFinite, name, j, value[j], 0)
    }
    for j in position.indices where !agree(added[j], initial[j] + value[j], within: 1e-12 * abs(value[j])) {
      return report(.overwrites, name, j, added[j], added[j] - initial[j])
    }
    if isScaled, let scaled = evaluate(add, scale: -2.5, from: zeros) {
      // What is left of terms that cancel is rounding.
      let rounding = 1e-12 * value.reduce(abs(here)) { max($0, abs($1)) }
      for j in position.indices where !agree(scaled[j], -2.5 * value[j], within: rounding) {
        report(.ignoresScale, name, j, scaled[j], -2.5 * value[j])
        break
      }
    }
    for j in position.indices {
      let step = 1e-3 * max(1, abs(position[j]))
      let derivative = numericalDerivative(at: position[j], step: step) { x in
        var moved = position
        moved[j] = x
        return function(moved.span)
      }
      if !derivative.value.isFinite {
        report(.functionNotFinite, name, j, derivative.value, 0)
      } else if !agree(
        value[j], derivative.value, within: min(10 * derivative.error, 1e-6 * (1 + abs(here))) + 100 * size.ulp / step)
      {
        report(.differs, name, j, value[j], derivative.value)
      }
    }
  }

  /// Whether two values agree, up to rounding or a numerical derivative's own error.
  private func agree(_ a: Double, _ b: Double, within error: Double = 0) -> Bool {
    abs(a - b) <= tolerance * max(abs(a), abs(b)) + error
  }

  /// What `add` makes of a gradient; nil when it writes into the elements before or behind it.
  private func evaluate(_ add: AddGradient, scale: Double, from initial: [Double]) -> [Double]? {
    let margin = [Double](repeating: 0.5, count: 8)
    var room = margin + initial + margin
    let inside = margin.count..<margin.count + initial.count
    room.withUnsafeMutableBufferPointer { room in
      var gradient = room.extracting(inside).mutableSpan
      add(position.span, scale, &gradient)
    }
    let isUntouched = room[..<inside.lowerBound] == margin[...] && room[inside.upperBound...] == margin[...]
    return isUntouched ? Array(room[inside]) : nil
  }

  private mutating func report(
    _ kind: GradientCheck.Problem.Kind, _ function: String, _ parameter: Int?, _ value: Double, _ expected: Double
  ) {
    result.problems.append(
      GradientCheck.Problem(
        kind: kind, function: function, parameter: parameter,
        parameterName: parameter.flatMap { names.indices.contains($0) ? names[$0] : nil },
        value: value, expected: expected))
  }
}
