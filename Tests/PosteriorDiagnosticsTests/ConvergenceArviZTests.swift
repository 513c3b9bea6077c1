import Foundation
import PosteriorDiagnostics
import Testing

/// Every number against ArviZ 0.23.4 (numpy 2.4.6, SciPy 1.17.1): the columns of `az.summary` with `round_to="none"`,
/// `az.ess` and `az.mcse`, on draws that both languages make alike.
@Suite struct ConvergenceArviZTests {
  struct Case: Sendable, CustomStringConvertible {
    let kind: Kind
    let chains: Int
    let draws: Int
    let seed: UInt64
    /// mean, sd, mcseMean, mcseSD, q5, median, q95, essBulk, essTail, rHat
    let summary: [Double]
    let essMean: Double
    /// Of the 30 % quantile.
    let essQuantile: Double
    /// Of the 10 %, 50 % and 95 % quantiles.
    let mcseQuantiles: [Double]

    init(
      _ kind: Kind, chains: Int, draws: Int, seed: UInt64, summary: [Double], essMean: Double, essQuantile: Double,
      mcseQuantiles: [Double]
    ) {
      self.kind = kind
      self.chains = chains
      self.draws = draws
      self.seed = seed
      self.summary = summary
      self.essMean = essMean
      self.essQuantile = essQuantile
      self.mcseQuantiles = mcseQuantiles
    }

    var description: String { "\(kind), \(chains) × \(draws)" }

    var matrix: Matrix { kind.chains(chains, draws: draws, seed: seed) }
  }

  static func agree(_ value: Double, _ expected: Double) -> Bool {
    expected.isNaN ? value.isNaN : value == expected || abs(value - expected) <= 1e-9 * abs(expected)
  }

  @Test(arguments: cases) func agreesWithArviZ(_ example: Case) async throws {
    let chains = example.matrix
    let draws = Draws(parameterNames: ["x"], chainCount: example.chains, values: chains.elements)
    let x = try #require(await draws.summary().parameters.first)
    let summary = [x.mean, x.sd, x.mcseMean, x.mcseSD, x.q5, x.median, x.q95, x.essBulk, x.essTail, x.rHat]
    for (value, expected) in zip(summary, example.summary) { #expect(Self.agree(value, expected), "\(x)") }

    let diagnostics = ConvergenceDiagnostics(chains)
    #expect(Self.agree(diagnostics.essMean, example.essMean))
    #expect(Self.agree(diagnostics.essQuantile(0.3), example.essQuantile))
    for (probability, expected) in zip([0.1, 0.5, 0.95], example.mcseQuantiles) {
      #expect(Self.agree(diagnostics.mcseQuantile(probability), expected))
    }
    // One by one as in the summary.
    let alone = [
      diagnostics.mean, diagnostics.standardDeviation, diagnostics.mcseMean, diagnostics.mcseSD,
      diagnostics.quantile(0.05), diagnostics.quantile(0.5), diagnostics.quantile(0.95), diagnostics.essBulk,
      diagnostics.essTail, diagnostics.rHat,
    ]
    #expect(zip(alone, summary).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
  }

  static let cases = [
    Case(
      .ar, chains: 1, draws: 1000, seed: 1,
      summary: [
        -0.03537213200933841, 0.6783063230583498, 0.09387696052163282, 0.049915116858709946, -1.0780949177337444,
        -0.06552274153419133, 1.0811184104425526, 52.760688618184425, 109.353177506616, .nan,
      ],
      essMean: 52.20759545764621, essQuantile: 101.8086207571571,
      mcseQuantiles: [0.10104362429153069, 0.10157639547621634, 0.13522815857191817]),
    Case(
      .ar, chains: 2, draws: 1001, seed: 2,
      summary: [
        -0.022603248855736672, 0.6320849633707674, 0.06080502236564577, 0.028807179560568854, -1.0377717537047115,
        -0.020630537567140835, 1.0213889878481603, 108.92757123766738, 275.5350540347848, 1.0322191651611332,
      ],
      essMean: 108.06175412148563, essQuantile: 188.4113421710214,
      mcseQuantiles: [0.0720653047829547, 0.06661851349420364, 0.0815971466612394]),
    Case(
      .ar, chains: 4, draws: 500, seed: 3,
      summary: [
        0.07680312168818565, 0.6599036173579652, 0.057817198005210055, 0.03264875868269291, -1.0427826752773015,
        0.09697210359577656, 1.2039419718223938, 131.175224563331, 205.90923601031483, 1.026212102490235,
      ],
      essMean: 130.27075698338734, essQuantile: 220.69477322499648,
      mcseQuantiles: [0.07856833862999296, 0.05287166615144279, 0.12249763640910116]),
    Case(
      .ar, chains: 8, draws: 127, seed: 4,
      summary: [
        0.06988362554107592, 0.6913371775816103, 0.10610937697614782, 0.05012063593046426, -1.0214739379148838,
        0.044991534146943485, 1.2318450710773527, 42.85494472468495, 104.31888472405998, 1.1380567392715935,
      ],
      essMean: 42.44947226305976, essQuantile: 45.99406629796537,
      mcseQuantiles: [0.10768555784686873, 0.1152780560922243, 0.13856717251685202]),
    Case(
      .anti, chains: 4, draws: 1000, seed: 5,
      summary: [
        0.0021133258061739866, 0.48459220571431166, 0.004037113487978902, 0.011298860302506514, -0.7887311325554122,
        -0.013498204847207956, 0.7882349516326876, 14408.23996531185, 2065.5651440381102, 1.0042474110694195,
      ],
      essMean: 14408.23996531185, essQuantile: 4769.095793893748,
      mcseQuantiles: [0.013956302939010456, 0.006610187788618532, 0.016512686773959617]),
    Case(
      .anti, chains: 3, draws: 201, seed: 6,
      summary: [
        -0.0035913711043969623, 0.5017812878443815, 0.012290254991482195, 0.027462721582823528, -0.8457787745062961,
        -0.007142603299930335, 0.8370843601571343, 1666.890750230186, 320.502209186858, 1.012756232019563,
      ],
      essMean: 1666.890750230186, essQuantile: 1229.4940286649316,
      mcseQuantiles: [0.04335950858020965, 0.026335767450694055, 0.04091977472659025]),
    Case(
      .heavy, chains: 4, draws: 1000, seed: 7,
      summary: [
        -0.7172379406852323, 36.65174545297834, 0.5870051987423213, 6.242315316720982, -9.445229231434697,
        0.02325375404415212, 9.579657932769281, 3383.9676017581787, 3780.973377266067, 0.9999491462857041,
      ],
      essMean: 3898.57082443772, essQuantile: 3658.1436357135344,
      mcseQuantiles: [0.3309240506547435, 0.04872057108666736, 0.45850928290757853]),
    Case(
      .heavy, chains: 2, draws: 333, seed: 8,
      summary: [
        0.33988726392582197, 74.64802093304291, 2.9070679741731316, 25.26147424456087, -9.42758928800934,
        0.05953623425010806, 9.989214859808316, 443.7524691567454, 531.5522587376825, 1.0021851511258144,
      ],
      essMean: 659.3655047927075, essQuantile: 452.46880052034373,
      mcseQuantiles: [0.6599280327907788, 0.10563491019347052, 1.9662641287512939]),
    Case(
      .ties, chains: 4, draws: 400, seed: 9,
      summary: [
        1.2734375, 0.8547118030425008, 0.02203500725229928, 0.009489412527050439, 0.0,
        1.5, 2.5, 1515.651902144433, 1422.140842643251, 1.0025642212070693,
      ],
      essMean: 1504.5721099903574, essQuantile: 1452.5955652647003,
      mcseQuantiles: [0.0, 0.25, 0.0]),
    Case(
      .ties, chains: 3, draws: 205, seed: 10,
      summary: [
        1.186178861788618, 0.8270001125739944, 0.031216726449318714, 0.014354830553445231, 0.0,
        1.0, 2.5, 699.056223342739, 612.0, 0.9973914323898976,
      ],
      essMean: 701.8372585188898, essQuantile: 650.7747188841936,
      mcseQuantiles: [0.0, 0.0, 0.0]),
    Case(
      .two, chains: 4, draws: 300, seed: 11,
      summary: [
        0.2991666666666667, 0.45808387833293807, 0.013552723328188788, 0.0059417908607696775, 0.0,
        0.0, 1.0, 1142.4491271280801, 1142.4491271280824, 0.9990658598564583,
      ],
      essMean: 1142.449127128082, essQuantile: 1142.4491271280824,
      mcseQuantiles: [0.0, 0.0, 0.0]),
    Case(
      .shifted, chains: 4, draws: 250, seed: 12,
      summary: [
        0.5595719546899592, 0.5668897685033613, 0.2024046998973363, 0.04418549883874453, -0.33160333565115424,
        0.5232039007167297, 1.508875107956766, 7.942352303558366, 52.25896725058537, 1.4788332255827894,
      ],
      essMean: 7.8443335476086204, essQuantile: 13.307250317506485,
      mcseQuantiles: [0.180803684890406, 0.22090621581483974, 0.11177784659646839]),
    Case(
      .trend, chains: 2, draws: 400, seed: 13,
      summary: [
        1.0048256555176662, 0.4042315333764165, 0.18302971169933782, 0.02132179657422758, 0.3401498378153918,
        0.9993756358335149, 1.686907657813327, 4.970620303507565, 48.61307080963559, 1.3162432790386247,
      ],
      essMean: 4.8777235973786395, essQuantile: 7.882626473787027,
      mcseQuantiles: [0.131625604070827, 0.18488157392604665, 0.09730880169214517]),
    Case(
      .offset, chains: 4, draws: 1000, seed: 14,
      summary: [
        1000000.5128316908, 0.28854384015388485, 0.004492134378441509, 0.002097685097292499, 1000000.0537357731,
        1000000.521114679, 1000000.9540837966, 4154.879720647333, 3841.243925058657, 1.0013875312089686,
      ],
      essMean: 4125.8946648941965, essQuantile: 3895.438907519236,
      mcseQuantiles: [0.0061797319212928414, 0.007972085615620017, 0.0029490437009371817]),
    Case(
      .constant, chains: 4, draws: 100, seed: 15,
      summary: [
        1.5, 0.0, 0.0, .nan, 1.5,
        1.5, 1.5, 400.0, 400.0, .nan,
      ],
      essMean: 400.0, essQuantile: 400.0,
      mcseQuantiles: [0.0, 0.0, 0.0]),
    Case(
      .ar, chains: 4, draws: 4, seed: 16,
      summary: [
        -0.1531962510312122, 0.2824800013026116, 0.06435656168087442, 0.03521945388973028, -0.500156512891947,
        -0.1443443282427215, 0.2790110499702211, 19.265919722494797, 19.265919722494797, 1.6274569682828135,
      ],
      essMean: 19.265919722494797, essQuantile: 19.265919722494797,
      mcseQuantiles: [0.1633996471268122, 0.13956650139366977, 0.13576541241038906]),
    Case(
      .ar, chains: 4, draws: 5, seed: 17,
      summary: [
        -0.28153578388185485, 0.4731950420704054, 0.10780659080875776, 0.06148481500769399, -0.9375650291924266,
        -0.35548514853658697, 0.46055100403266397, 19.265919722494797, 19.265919722494797, 2.7027125795634412,
      ],
      essMean: 19.265919722494797, essQuantile: 19.265919722494797,
      mcseQuantiles: [0.15852923066525215, 0.21568094665036014, 0.3591045734909525]),
    Case(
      .anti, chains: 2, draws: 6, seed: 18,
      summary: [
        -0.12901823112433056, 0.4407731018915733, 0.12248340922406256, 0.06433315752388323, -0.6946450242783151,
        -0.123903289167793, 0.5447865365542257, 12.9501749525715, 12.9501749525715, 1.5060487346304159,
      ],
      essMean: 12.9501749525715, essQuantile: 12.9501749525715,
      mcseQuantiles: [0.1623960182325363, 0.18158474857603119, 0.26032266678603067]),
    Case(
      .ar, chains: 2, draws: 7, seed: 19,
      summary: [
        -0.01754413077007868, 0.3864126144946231, 0.10737754683162912, 0.05083249503245152, -0.5633582498094386,
        0.004075413497925506, 0.47878290371627036, 12.9501749525715, 12.9501749525715, 1.576510792446345,
      ],
      essMean: 12.9501749525715, essQuantile: 12.9501749525715,
      mcseQuantiles: [0.20420927678610254, 0.22167782853170298, 0.16537640142495827]),
    Case(
      .ar, chains: 1, draws: 9, seed: 20,
      summary: [
        -0.5105526048974962, 0.23111297666582142, 0.08598324358024348, 0.03549575713852845, -0.7980182897792589,
        -0.48368223932270415, -0.19491552092282988, 7.224719895935548, 7.224719895935548, .nan,
      ],
      essMean: 7.224719895935548, essQuantile: 7.224719895935548,
      mcseQuantiles: [0.046351653571760354, 0.14862744384484336, 0.12930297037003452]),
    Case(
      .stuck, chains: 4, draws: 100, seed: 21,
      summary: [
        0.49547511116154186, 0.4080690330613772, 0.17027454332862577, 0.049500402415425034, 0.0,
        0.4668929288284088, 1.0, 4.799626799278167, 4.3478260869565215, 3.3865801382030676,
      ],
      essMean: 5.743383675887767, essQuantile: 5.522487112578371,
      mcseQuantiles: [0.1434918063232226, 0.3076678844622519, 0.0]),
  ]
}
