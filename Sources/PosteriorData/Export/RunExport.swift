internal import Foundation
import PosteriorModels
import PosteriorSampling

/// A run in ArviZ's form: draws, what the sampler says of them, the data, and the log likelihood of each example.
package struct RunExport: Sendable {
  private let manifest: RunManifest
  private let chains: StanCSV
  private let data: ModelData
  private let model: any Posterior
  /// The name of the likelihood: that of the column that it is of.
  private let targetName: String

  /// - Parameters:
  ///   - manifest: What the run is.
  ///   - chains: Its draws.
  ///   - model: The model that was drawn from.
  ///   - data: The model's data.
  package init(_ manifest: RunManifest, _ chains: StanCSV, _ model: any Posterior, _ data: ModelData) {
    (self.manifest, self.chains, self.model, self.data) = (manifest, chains, model, data)
    targetName = data.targets.isEmpty ? "examples" : data.targets.map(\.name).joined(separator: "_")
  }

  /// The run as arrays.
  ///
  /// - Parameter likelihood: Whether the log likelihood of each example is wanted.
  /// - Throws: ``ReportError`` where a draw is not one of the model's.
  package func dataset(likelihood: Bool) throws -> ExportDataset {
    let attributes = try attributes()
    var groups = drawn(chains.draws, chains.statistics, prefix: "")
    if let warmUp = chains.warmUp { groups += drawn(warmUp.draws, warmUp.statistics, prefix: "warmup_") }
    if likelihood, model.exampleCount > 0 {
      let values = try PointwiseLogLikelihood(model, at: chains.draws)
      let shape = [chains.draws.chainCount, chains.draws.drawsPerChain, model.exampleCount]
      let variable = ExportArray(
        targetName, ExportArray.ofDraws + [exampleDimension], shape, .made { try values.values(at: $0) })
      groups.append(group("log_likelihood", of: chains.draws, [examples], [variable]))
    }
    for (name, columns, constants) in [
      ("observed_data", data.targets, []), ("constant_data", data.others, data.constants),
    ] where !(columns.isEmpty && constants.isEmpty) {
      groups.append(
        ExportGroup(
          name, attributes: common, coordinates: columns.isEmpty ? [] : [examples],
          variables: columns.map(variable) + constants.map(variable)))
    }
    return ExportDataset(attributes: attributes, groups: groups)
  }

  private var parameters: [ParameterArray] {
    ParameterArray.gathered(chains.draws.parameterNames, factors: data.factors)
  }

  /// Draws, and what the sampler says of them if it does.
  private func drawn(_ draws: Draws, _ statistics: Draws?, prefix: String) -> [ExportGroup] {
    let posterior = group(
      prefix + "posterior", of: draws, parameters.flatMap(\.coordinates), parameters.map { $0.variable(draws) })
    let variables = statistics.map(SampleStatistics.variables) ?? []
    return [posterior] + (variables.isEmpty ? [] : [group(prefix + "sample_stats", of: draws, [], variables)])
  }

  private func group(
    _ name: String, of draws: Draws, _ coordinates: [ExportArray], _ variables: [ExportArray]
  ) -> ExportGroup {
    let counts = [draws.chainCount, draws.drawsPerChain]
    let own = zip(ExportArray.ofDraws, counts).map { name, count in
      ExportArray.coordinate(name, .integers(Array(0..<count)), count: count)
    }
    // Vectors of one factor share its levels.
    var seen: Set<String> = []
    return ExportGroup(
      name, attributes: common, coordinates: own + coordinates.filter { seen.insert($0.name).inserted },
      variables: variables)
  }

  // The data.

  private var exampleDimension: String { targetName + "_dim_0" }

  private var examples: ExportArray {
    .coordinate(exampleDimension, .integers(data.rows), count: data.rows.count)
  }

  private func variable(_ column: ModelTable.Column) -> ExportArray {
    let contents: ExportArray.Contents =
      switch column.cells {
      case .numbers(let numbers, _): .numbers(numbers)
      case .text(let texts): .text(texts.map { $0 ?? "" })
      }
    return ExportArray(column.name, [exampleDimension], [data.rows.count], contents)
  }

  private func variable(_ constant: ModelTable.Constant) -> ExportArray {
    ExportArray(
      constant.name, constant.sizes.indices.map { "\(constant.name)_dim_\($0)" }, constant.sizes,
      .numbers(constant.numbers))
  }

  // What is known of the run.

  private var common: [String: JSONValue] {
    let program = manifest.program.split(separator: " ")
    let (library, version) = (JSONValue.text("swift-posterior-sampling"), String(program.last ?? ""))
    return [
      "created_at": .text((manifest.ended ?? manifest.started).ISO8601Format()), "inference_library": library,
      "inference_library_version": .text(version), "creation_library": library,
      "creation_library_language": .text("Swift"),
    ]
  }

  private func attributes() throws -> [String: JSONValue] {
    func setting(_ name: String) -> JSONValue {
      switch manifest.settings[name] {
      case .text(let text): Int(text).map(JSONValue.integer) ?? .text(text)
      case .integer(let value): .integer(value)
      case .number(let value): .text("\(value)")
      case .flag(let value): .text("\(value)")
      case nil, .some(.none), .list: .text("")
      }
    }
    let own: [String: JSONValue] = [
      "command": .text((manifest.program.split(separator: " ").prefix(1).map(String.init) + manifest.command).quoted),
      "seed": setting("seed"), "sampler": setting("sampler"), "model": .text(manifest.model),
      "status": .text(manifest.status.rawValue),
      "manifest": .text(String(decoding: try manifest.json(), as: UTF8.self)),
    ]
    return common.merging(own) { $1 }
  }
}

extension [String] {
  /// The words as a shell reads them.
  fileprivate var quoted: String {
    map { word in
      let isPlain =
        !word.isEmpty
        && word.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
          case UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: true
          default: "/._+=-,:@%".utf8.contains(byte)
          }
        }
      return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }
}
