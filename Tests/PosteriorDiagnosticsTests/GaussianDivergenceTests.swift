@testable import PosteriorDiagnostics
import Testing

/// Divergences between normals against 60-digit arithmetic (mpmath), down to values of 1e-16.
@Suite struct GaussianDivergenceTests {
  struct Case: Sendable {
    let mean: [Double]
    let covariance: [Double]
    let referenceMean: [Double]
    let referenceCovariance: [Double]
    let kl: Double
    let wasserstein2: Double

    func normal() throws -> MultivariateNormal {
      try MultivariateNormal(mean: mean, covariance: Matrix(columnCount: mean.count, elements: covariance))
    }

    func reference() throws -> MultivariateNormal {
      try MultivariateNormal(
        mean: referenceMean, covariance: Matrix(columnCount: mean.count, elements: referenceCovariance))
    }
  }

  static let cases = [
    Case(
      mean: [0.3796689704699066],
      covariance: [0.9999998112400613],
      referenceMean: [0.379668974885706],
      referenceCovariance: [1.0],
      kl: 8.917329375651432e-15, wasserstein2: 9.448321934374278e-08),
    Case(
      mean: [0.48822718818948857, -1.5707500910035315],
      covariance: [8.287816666449038, -3.5324327662527177, -3.5324327662527177, 2.712183803515462],
      referenceMean: [0.4882274152296869, -1.5707502710930643],
      referenceCovariance: [8.287816547793847, -3.5324324333024113, -3.5324324333024113, 2.7121834522061525],
      kl: 1.1386284431238298e-14, wasserstein2: 3.115318528224097e-07),
    Case(
      mean: [-0.9328201160220841, -0.5834650738826704, -0.29001324141576634],
      covariance: [
        37.58023569432663, 26.60411904523902, 39.44963650181565, 26.60411904523902, 29.007121385042574,
        25.949009078010263, 39.44963650181565, 25.949009078010263, 44.41244707011465,
      ],
      referenceMean: [-0.9328155492032466, -0.5834698854072233, -0.29000644352346966],
      referenceCovariance: [
        37.58031904984245, 26.604144374627893, 39.44973766507218, 26.604144374627893, 29.00711291292026,
        25.94904835835787, 39.44973766507218, 25.94904835835787, 44.41256803723727,
      ],
      kl: 6.6841667342888904e-12, wasserstein2: 1.4932521064780293e-05),
    Case(
      mean: [-0.772907625296591, -0.44740230066258707, -0.8768698938848862],
      covariance: [
        37.58917996304951, 26.593546406482023, 39.47236364593636, 26.593546406482023, 28.977392475000862,
        25.942952939156427, 39.47236364593636, 25.942952939156427, 44.455198625019946,
      ],
      referenceMean: [-0.76808429745681, -0.4463553118383933, -0.8744560690443673],
      referenceCovariance: [
        37.58031904984245, 26.604144374627893, 39.44973766507218, 26.604144374627893, 29.00711291292026,
        25.94904835835787, 39.44973766507218, 25.94904835835787, 44.41256803723727,
      ],
      kl: 4.6409778355103275e-06, wasserstein2: 0.007045830621225305),
    Case(
      mean: [-0.36110202672168595, 1.5863617858124923, 1.434588883786702, 2.3828161056168846, -0.19809616575100855],
      covariance: [
        107.96319793482637, 170.709282020876, -71.72044669248845, 78.64327498856069, 99.30781122875801,
        170.709282020876, 632.6382658208923, -192.6769382941933, 390.5843836645181, 98.76090603365374,
        -71.72044669248845, -192.6769382941933, 91.61331539009305, -115.17261088142641, -39.98823971022174,
        78.64327498856069, 390.5843836645181, -115.17261088142641, 257.5046172745481, 20.498396567799364,
        99.30781122875801, 98.76090603365374, -39.98823971022174, 20.498396567799364, 126.35477920636275,
      ],
      referenceMean: [
        -0.3611028234843823, 1.5863593707844639, 1.4345893723225733, 2.3828148751441156, -0.19809687234070478,
      ],
      referenceCovariance: [
        107.96317796824886, 170.70925692166753, -71.72042970482207, 78.64326610579934, 99.30778827223094,
        170.70925692166753, 632.6382597220572, -192.6769184716403, 390.584393701291, 98.76086767311821,
        -71.72042970482207, -192.6769184716403, 91.61330361671502, -115.17260569155131, -39.988218000039396,
        78.64326610579934, 390.584393701291, -115.17260569155131, 257.5046314354813, 20.498377357474105,
        99.30778827223094, 98.76086767311821, -39.988218000039396, 20.498377357474105, 126.35475811497669,
      ],
      kl: 4.8129448608757104e-14, wasserstein2: 3.6344587376304214e-06),
    Case(
      mean: [3.087329478335864, 2.278458402102524, -0.09901873804720848, 2.723843645216452, 3.5875723881898693],
      covariance: [
        63.09276444267172, 90.77920934355726, -42.73599435562123, 31.886330221882904, 70.92917967236289,
        90.77920934355726, 506.79829201632094, -190.40114149542762, 333.4493806786745, 8.710787957065236,
        -42.73599435562123, -190.40114149542762, 99.57343149409387, -124.48411740770325, -7.359697006205799,
        31.886330221882904, 333.4493806786745, -124.48411740770325, 241.46579847519484, -43.477845395138246,
        70.92917967236289, 8.710787957065236, -7.359697006205799, -43.477845395138246, 121.20594505372388,
      ],
      referenceMean: [
        0.69793517686496, -0.867462830633898, -0.2880840748813345, 0.626726338646472, 1.9431846695369905,
      ],
      referenceCovariance: [
        107.96317796824886, 170.70925692166753, -71.72042970482207, 78.64326610579934, 99.30778827223094,
        170.70925692166753, 632.6382597220572, -192.6769184716403, 390.584393701291, 98.76086767311821,
        -71.72042970482207, -192.6769184716403, 91.61330361671502, -115.17260569155131, -39.988218000039396,
        78.64326610579934, 390.584393701291, -115.17260569155131, 257.5046314354813, 20.498377357474105,
        99.30778827223094, 98.76086767311821, -39.988218000039396, 20.498377357474105, 126.35475811497669,
      ],
      kl: 0.6420399121564381, wasserstein2: 7.257969633506896),
    Case(
      mean: [-0.611317497984615, -2.4520937284911684, -2.3686946281503687, 0.1530803038141976],
      covariance: [
        311.48533227901885, 724.9595388237739, -17.742494025310208, 321.36687938672003, 724.9595388237739,
        6283.410718476907, -1579.1249639993873, 4448.412770206452, -17.742494025310208, -1579.1249639993873,
        545.0201584301573, -1287.879202618884, 321.36687938672003, 4448.412770206452, -1287.879202618884,
        3346.7870348067495,
      ],
      referenceMean: [-0.6113173851305688, -2.4520930517562, -2.368694786805233, 0.15308075800712442],
      referenceCovariance: [
        311.4853281959307, 724.9595416148542, -17.742497773187047, 321.36688479103816, 724.9595416148542,
        6283.410719500822, -1579.1249623907484, 4448.412767779025, -17.742497773187047, -1579.1249623907484,
        545.0201549461765, -1287.8791978037518, 321.36688479103816, 4448.412767779025, -1287.8791978037518,
        3346.787027618666,
      ],
      kl: 3.961038118593941e-16, wasserstein2: 8.669089391782274e-07),
  ]

  @Test(arguments: cases) func agreesWithHighPrecision(_ example: Case) throws {
    let reference = try example.reference()
    let kl = try example.normal().klDivergence(from: reference)
    let wasserstein = try example.normal().wasserstein2(to: reference)
    #expect(abs(kl / example.kl - 1) < 1e-6)
    #expect(abs(wasserstein / example.wasserstein2 - 1) < 1e-6)
  }

  @Test func vanishesAtTheReference() throws {
    for example in Self.cases {
      let reference = try example.reference()
      #expect(try reference.klDivergence(from: reference) == 0)
      #expect(try reference.wasserstein2(to: reference) == 0)
    }
  }

  @Test func isInfiniteForASingularCovariance() throws {
    let reference = try MultivariateNormal(mean: [0, 0], covariance: .identity(2))
    let line = Matrix(columnCount: 2, elements: [1, 0, 0, 0])
    #expect(try reference.klDivergence(ofMean: [0, 0], covariance: line) == .infinity)
    #expect(abs(try reference.wasserstein2(ofMean: [0, 0], covariance: line) - 1) < 1e-12)
  }

  /// Slope and features against differences of the value itself.
  @Test(arguments: cases) func expansionsMatchDifferences(_ example: Case) throws {
    let reference = try example.reference()
    var random = GSLRandom(seed: 3)
    let d = example.mean.count
    // A point away from the reference, and a direction of change.
    func symmetric() -> Matrix { Matrix(columnCount: d, elements: random.normals(d * d)).symmetrized }
    let point = WhitenedMoments(mean: random.normals(d), excess: (0.1 / Double(d)) * symmetric())
    let (mean, covariance) = (random.normals(d), (0.3 / Double(d)) * symmetric())
    // Along x(t) the second moment about the fixed point changes linearly, so the covariance loses t² dm dmᵀ.
    func moved(_ t: Double) -> WhitenedMoments {
      let outer = Matrix(columnCount: 1, elements: mean) * Matrix(columnCount: d, elements: mean)
      return WhitenedMoments(
        mean: zip(point.mean, mean).map { $0 + t * $1 }, excess: point.excess + t * covariance - t * t * outer)
    }
    func check<E: DivergenceExpansion>(_ make: (WhitenedMoments) throws -> E) throws {
      let t = 1e-3
      let values = try [-t, 0, t].map { try make(moved($0)).value }
      let expansion = try make(point)
      let (slope, curvature) = ((values[2] - values[0]) / (2 * t), (values[2] - 2 * values[1] + values[0]) / (t * t))
      let features = expansion.features(mean, covariance)
      #expect(abs(expansion.slope(mean, covariance) / slope - 1) < 1e-4)
      #expect(abs(features.dot(features) / curvature - 1) < 1e-3)
    }
    try check { try GaussianKL($0) }
    try check { try GaussianWasserstein($0, reference) }
  }
}
