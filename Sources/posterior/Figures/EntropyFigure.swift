import Foundation
import StochasticThermodynamics

/// The detailed fluctuation theorem for the segments whose entropy production is nearest to order one: the histograms
/// of σ and −σ, and their log ratio with the theorem's line.
struct EntropyFigure {
  private let theorem: DetailedFluctuation

  init?(_ seen: StationaryMeasurement) {
    func distance(_ length: Int) -> Double { abs(log(seen.state.meanEntropyProduction * Double(length))) }
    let found = seen.detailedFluctuations.min { distance($0.segmentLength) < distance($1.segmentLength) }
    guard let found else { return nil }
    theorem = found
  }

  var script: String {
    let total = theorem.bins.reduce(0) { $0 + $1.positive + $1.negative }
    // The last bin gathers the tail, and has no width.
    let bins = theorem.bins.filter { $0.size < 95 * theorem.binWidth }
    let density = 1 / (total * theorem.binWidth)
    let positive = bins.filter { $0.positive > 0 }.map { [$0.size, $0.positive * density] }
    let negative = bins.filter { $0.negative > 0 }.map { bin in
      // Times e^σ the scatter of a handful of segments would fill the picture.
      let mirrored = bin.negative >= 5 ? bin.negative * density * exp(bin.size) : .nan
      return [bin.size, bin.negative * density, mirrored]
    }
    let ratios = bins.compactMap { bin in bin.logRatio.map { [bin.size, $0.value, 2 * $0.standardError] } }
      .filter { $0[2] < 1.5 }  // not where a handful of segments decide
    let reach = (bins.filter { $0.negative >= 1 }.map(\.size).max() ?? 1) * 1.05
    let wide = (ratios.map { $0[0] }.max() ?? 1) * 1.05
    let length = theorem.segmentLength
    let slope = String(
      format: "slope %.3f, 95 %% interval [%.3f, %.3f]", theorem.slope.measured, theorem.slope.lower,
      theorem.slope.upper)
    return GnuplotText.block("positive", positive) + GnuplotText.block("negative", negative)
      + GnuplotText.block("ratios", ratios) + """
        set xlabel '|σ|, segments of \(length) tick\(length == 1 ? "" : "s")'
        set key top right Left reverse
        set logscale y
        set format y '10^{%T}'
        set ylabel 'probability density'
        set xrange [0:\(reach)]
        plot $positive using 1:2 with points pt 7 ps 0.6 lc rgb '\(GnuplotText.blue)' title 'P(σ)', \
        $negative using 1:2 with points pt 6 ps 0.7 lc rgb '\(GnuplotText.orange)' title 'P(−σ)', \
        $negative using 1:3 with lines lc rgb '\(GnuplotText.orange)' dt 2 title 'e^{σ} P(−σ)'
        unset logscale y
        set format y '%g'
        set key top left Left reverse
        set ylabel 'ln P(σ)/P(−σ)'
        set xrange [0:\(wide)]
        set yrange [0:*]
        plot $ratios using 1:2:3 with yerrorbars pt 7 ps 0.5 lc rgb '\(GnuplotText.blue)' \
        title 'measured, ± 2 standard errors', \
        x with lines lc rgb '#000000' dt 3 lw 1.5 title 'the theorem: slope 1', \
        \(theorem.slope.measured)*x with lines lc rgb '\(GnuplotText.green)' title '\(slope)'
        """
  }
}
