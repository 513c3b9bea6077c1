import CPosteriorKernels
import Foundation
import Testing

@testable import PosteriorModels

/// The kernels' functions against values that are known to more digits.
struct ProgramKernelTests {
  /// Values from mpmath with 40 digits, rounded.
  @Test(arguments: knownValues) func known(_ known: KnownValues) {
    let own = kernelValues(of: known.function.opcode, [known.pairs.map(\.x)])
    for (value, pair) in zip(own, known.pairs) {
      #expect(abs(value - pair.value) <= known.most * pair.value.ulp, "\(known.function)(\(pair.x)) is \(value)")
    }
  }

  /// Where the fast ranges end, and what lies outside a function's domain.
  @Test func edges() {
    let inf = Double.infinity
    for function in UnaryFunction.allCases {
      for x in [-inf, -1e300, -3.0, -2.5, -1.0, -0.0, 0.0, .leastNonzeroMagnitude, 1.0, 1e300, inf, .nan] {
        // Far from 0 the twins reduce π x differently; for positive numbers the plain one loses digits.
        if function == .digamma, x == -1e300 || x > 0 && x < inf { continue }
        let (own, plain) = (kernelValues(of: function.opcode, [[x]])[0], function(x))
        let isSame = own == plain || own.isNaN && plain.isNaN || abs(own - plain) <= 8 * plain.ulp
        // The plain twin's tail loses digits that the kernel keeps.
        #expect(isSame || function == .logNormalCDF && own.isFinite, "\(function)(\(x)) is \(own), not \(plain)")
      }
    }
  }

  @Test func functionsOfTwoNumbers() {
    var generator = SplitMix(state: 3)
    let x = (0..<4096).map { _ in generator.uniform(-30, 30) }
    let y = (0..<4096).map { _ in generator.uniform(-30, 30) }
    let exact: [BinaryFunction] = [
      .add, .subtract, .multiply, .divide, .minimum, .maximum, .less, .lessOrEqual, .equal,
    ]
    for function in exact {
      #expect(kernelValues(of: function.opcode, [x, y]) == zip(x, y).map { function($0, $1) }, "\(function)")
    }
    let positive = x.map(abs)
    #expect(kernelValues(of: CPK_POWER, [positive, y]) == zip(positive, y).map { pow($0, $1) })
    for (own, (a, b)) in zip(kernelValues(of: CPK_LOG_ADD_EXP, [x, y]), zip(x, y)) {
      let most = 2 * max(abs(a), abs(b), 1).ulp
      #expect(abs(own - BinaryFunction.logAddExp(a, b)) <= 2 * most)
    }
    let inf = Double.infinity
    #expect(
      kernelValues(of: CPK_LOG_ADD_EXP, [[-inf, inf, 1, inf], [-inf, -inf, -inf, inf]]) == [-inf, inf, 1, inf])
  }

  /// All instruction sets give the same bits.
  @Test func instructionSets() {
    let most = cpk_use_instructions(2)
    defer { cpk_use_instructions(most) }
    var generator = SplitMix(state: 4)
    let x = (0..<10_000).map { k in k % 2 == 0 ? generator.uniform(-40, 40) : exp(generator.uniform(-700, 700)) }
    for function in UnaryFunction.allCases {
      cpk_use_instructions(2)
      let expected = kernelValues(of: function.opcode, [x]).map(\.bitPattern)
      for instructions in 0..<2 {
        cpk_use_instructions(Int32(instructions))
        #expect(kernelValues(of: function.opcode, [x]).map(\.bitPattern) == expected, "\(function)")
      }
    }
  }

  #if arch(x86_64)
    /// Errors in units in the last place, against numbers of 64 bits.
    @Test(arguments: [
      Accuracy(.log, 1, -700, 700, isLogarithmic: true) { Foundation.log($0) },
      Accuracy(.log, 1, 0.5, 2) { Foundation.log($0) },
      Accuracy(.log1p, 1, -0.999, 2) { Foundation.log1p($0) },
      Accuracy(.log1p, 1, -40, 40, isLogarithmic: true) { Foundation.log1p($0) },
      Accuracy(.expm1, 2, -40, 50) { Foundation.expm1($0) },
      Accuracy(.expm1, 2, -2, 2) { Foundation.expm1($0) },
      Accuracy(.exp, 1, -700, 700) { Foundation.exp($0) },
      Accuracy(.softplus, 2, -700, 100) { max($0, 0) + Foundation.log1p(Foundation.exp(-abs($0))) },
      Accuracy(.softplus, 2, -3, 3) { max($0, 0) + Foundation.log1p(Foundation.exp(-abs($0))) },
      Accuracy(.logGamma, 8, 0.001, 10) { lgammal($0) },
      Accuracy(.logGamma, 8, -300, 300, isLogarithmic: true) { lgammal($0) },
      Accuracy(.normalCDF, 6, -37, 9) { erfc(-$0 / Float80(2).squareRoot()) / 2 },
      Accuracy(.normalCDF, 6, -4, 4) { erfc(-$0 / Float80(2).squareRoot()) / 2 },
      Accuracy(.logNormalCDF, 6, -100, 37) { logNormal($0) },
      Accuracy(.logNormalCDF, 6, -4, 4) { logNormal($0) },
    ]) func accuracy(_ function: Accuracy) {
      var generator = SplitMix(state: 5)
      let x = (0..<100_000).map { _ in
        let number = generator.uniform(function.low, function.high)
        return function.isLogarithmic ? exp(number) : number
      }
      for (value, x) in zip(kernelValues(of: function.function.opcode, [x]), x) {
        let expected = function.reference(Float80(x))
        let unit = Float80(Double(expected).ulp)
        #expect(abs(Float80(value) - expected) <= function.most * unit, "\(function.function)(\(x)) is \(value)")
      }
    }
  #endif
}

/// Values of a function and the error allowed, in units in the last place.
struct KnownValues: Sendable {
  let function: UnaryFunction
  let most: Double
  let pairs: [(x: Double, value: Double)]
}

private let knownValues = [
  KnownValues(
    function: .digamma, most: 5,
    pairs: [
      (1e-300, -9.999999999999999e+299), (1e-05, -100000.57719921567), (0.3, -3.502524222200133),
      (0.7499, -1.0861150942676996), (0.7501, -1.0856067183315776), (1.0, -0.5772156649015329),
      (1.4616, -3.110625123034165e-05), (1.4616321449, -6.615230062364537e-11),
      (1.4616321449683622, -9.241265521729427e-17), (1.4617, 6.56593922936765e-05), (1.5, 0.03648997397857652),
      (2.0, 0.42278433509846713), (2.2499, 0.57249073218953), (2.2501, 0.5726021980205398), (3.7, 1.1671535393615113),
      (7.999, 2.015508332090348), (8.0, 2.01564147795561), (8.001, 2.0157746061213024), (25.0, 3.198742512851974),
      (1000000.0, 13.815510057964191), (1e+300, 690.7755278982137),
    ]),
  KnownValues(
    function: .logNormalCDF, most: 6,
    pairs: [
      (-10000.0, -50000010.12927891), (-200.0, -20006.21728089819), (-38.6, -749.5528608462079),
      (-20.0, -203.91715537109727), (-5.0, -15.064998393988725), (-1.0, -1.8410216450092636),
      (-0.1, -0.7761545927302733), (0.0, -0.6931471805599453), (0.1, -0.6165050101150263), (1.0, -0.17275377902344988),
      (5.0, -2.866516129637636e-07), (8.0, -6.220960574271786e-16), (20.0, -2.7536241186062337e-89),
      (37.0, -5.725571222524577e-300),
    ]),
  KnownValues(
    function: .logGamma, most: 8,
    pairs: [
      (1e-300, 690.7755278982137), (1e-05, 11.512919692895826), (0.3, 1.0957979948180756), (0.7499, 0.2033895502295561),
      (0.9, 0.06637623973474295), (0.99999, 5.772238896093089e-06), (1.00001, -5.7720744027504825e-06),
      (1.5, -0.12078223763524522), (1.99999, -4.227811104241674e-06), (2.00001, 4.22787559764836e-06),
      (2.2499, 0.1248144630324305), (2.2501, 0.12492897232565424), (4.5, 2.4537365708424423),
      (7.999, 8.523145786158915),
      (8.0, 8.525161361065415), (30.0, 71.25703896716801), (10000000000.0, 220258509288.81058),
      (1e+300, 6.897755278982137e+302),
    ]),
]

#if arch(x86_64)
  /// A function over a range, or over the powers of e in a range.
  struct Accuracy: Sendable {
    let function: UnaryFunction
    let most: Float80
    let low: Double
    let high: Double
    let isLogarithmic: Bool
    let reference: @Sendable (Float80) -> Float80

    init(
      _ function: UnaryFunction, _ most: Float80, _ low: Double, _ high: Double, isLogarithmic: Bool = false,
      _ reference: @escaping @Sendable (Float80) -> Float80
    ) {
      self.function = function
      self.most = most
      self.low = low
      self.high = high
      self.isLogarithmic = isLogarithmic
      self.reference = reference
    }
  }

  private func logNormal(_ x: Float80) -> Float80 {
    let tail = erfc(abs(x) / Float80(2).squareRoot()) / 2
    return x > 0 ? Foundation.log1p(-tail) : Foundation.log(tail)
  }

  private func lgammal(_ x: Float80) -> Float80 { lgamma(x).0 }
#endif
