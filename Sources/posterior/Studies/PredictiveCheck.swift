import Foundation
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

/// The rows of a run drawn anew by its model, beside what was observed there.
struct PredictiveCheck: Sendable {
  /// How many data sets were drawn, each at another of the run's draws.
  let count: Int
  let responses: [Response]

  /// A response, observed and replicated.
  struct Response: Sendable {
    let name: String
    let outline: ResponseOutline
    let statistics: [Statistic]
    /// The share of the rows in each bin of the outline.
    let bins: [Statistic]
  }

  /// A number that a data set has.
  struct Statistic: Sendable {
    let name: String
    let observed: Double
    /// Ascending.
    let replicated: [Double]

    /// The share of replicated data sets with a larger number; of those with the same, half.
    var p: Double {
      let larger = replicated.count { $0 > observed }
      let equal = replicated.count { $0 == observed }
      return (Double(larger) + Double(equal) / 2) / Double(replicated.count)
    }

    /// Whether it is among the outer twentieth of the replicated ones.
    var isOdd: Bool { !(0.025...0.975).contains(p) }

    func quantile(_ probability: Double) -> Double { replicated.quantile(ofAscending: probability) }
  }

  /// Input files of more bytes are not read once more for a page.
  private static let mostBytes = 100_000_000

  /// Draws the data of one run; nil where its model does not say how, or its data are no longer what they were.
  ///
  /// Changes the folder that paths are relative to.
  init?(_ drawn: DrawsFiles, threads: Int) async {
    guard let run = try? SampledRun(drawn), run.manifest.inputs.reduce(0, { $0 + $1.bytes }) <= Self.mostBytes,
      let table = try? run.table(), let data = try? run.data(),
      let study = try? PredictionStudy(run, table, seed: 1, threads: threads)
    else { return nil }
    let observed = study.observed(data)
    count = min(study.drawCount, max(20, min(200, 4_000_000 / max(1, table.rowCount))))
    guard count >= 20, !observed.isEmpty, let drawn = try? await study.replicated(count, observed.map(\.outline))
    else { return nil }
    responses = observed.enumerated().compactMap { place, response in
      let own = response.outline.numbers(of: response.values)
      let others = drawn.map { $0[place] }
      guard others.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
      let statistics = zip(response.outline.names, own).enumerated().map { number, named in
        Statistic(name: named.0, observed: named.1, replicated: others.map { $0[number] }.sorted())
      }
      let first = response.outline.statistics.count
      return Response(
        name: response.name, outline: response.outline, statistics: Array(statistics[..<first]),
        bins: Array(statistics[first...]))
    }
    if responses.isEmpty { return nil }
  }
}

extension PredictionStudy {
  /// Responses that the data show too, in the order in which they are drawn.
  fileprivate func observed(_ data: ModelData) -> [(name: String, values: [Double], outline: ResponseOutline)] {
    let counts = predictor.laws.flatMap { law in law.names.map { _ in law.categoryCount } }
    return zip(response.names, counts).enumerated().compactMap { place, named in
      let (name, categories) = named
      guard let cells = data.targets.first(where: { $0.name == name })?.cells,
        case .numbers(let numbers, let missing) = cells,
        !missing.contains(true), numbers.count == predictor.rowCount
      else { return nil }
      // Drawn classes are numbered from 1.
      let shift = categories == nil ? 0 : Double(1 - response.firstClass)
      let values = numbers.map { $0 + shift }
      let names = categories.map { (0..<$0).map(className) } ?? response.classes
      guard let outline = ResponseOutline(values, place, classes: names, firstClass: categories == nil ? 0 : 1)
      else { return nil }
      return (name, values, outline)
    }
  }

  /// Of each of some replicated data sets the numbers of each response.
  fileprivate func replicated(_ count: Int, _ outlines: [ResponseOutline]) async throws -> [[[Double]]] {
    let pool = TaskPool(threads: threads, total: count) { _ in }
    return try await pool.runAll(count) { piece in
      var random = GSLRandom(stream: seed.child("replicate").child(piece.number))
      let values = predictor.draw(at: position(piece.number * drawCount / count), using: &random)
      piece.add(1)
      return outlines.map { $0.numbers(of: values[$0.place]) }
    }
  }
}
