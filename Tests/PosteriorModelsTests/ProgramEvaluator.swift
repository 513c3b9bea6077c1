import CPosteriorKernels
import Foundation

@testable import PosteriorModels

/// A graph's values one by one: what programs are held against.
struct ProgramEvaluator {
  let graph: Graph
  let position: [Double]
  /// The examples that sums run over, and the factor of such sums.
  let examples: [Int]
  var scale = 1.0
  /// Functions by the program's kernels, and sums in their order: or by the C library.
  var usesKernels = false
  /// Noise of every value relative to it and its operands, which shows how rounding is amplified, and what jumps by it.
  var noise = 0.0
  var generator = SplitMix(state: 1)

  mutating func values(of root: Node) -> [Double] {
    let needed = graph.needed(for: [root])
    var values: [[Double]] = Array(repeating: [], count: graph.count)
    for node in graph.nodes where needed[node.index] {
      var own = value(of: node) { values[$0.index] }
      if noise > 0 {
        let size = graph.operands(of: node).flatMap { values[$0.index] }.reduce(0) { max($0, abs($1)) }
        for i in own.indices { own[i] += noise * max(size, abs(own[i])) * generator.uniform(-1, 1) }
      }
      values[node.index] = own
    }
    return values[root.index]
  }

  private func size(_ extent: Extent) -> Int { extent == .rows ? examples.count : graph.size(extent) }

  private func value(of node: Node, _ values: (Node) -> [Double]) -> [Double] {
    let extent = graph.extent(node)
    let size = size(extent)
    func expanded(_ node: Node) -> [Double] {
      let own = values(node)
      return graph.extent(node) == .one ? [Double](repeating: own[0], count: size) : own
    }
    func places(_ map: Int) -> [Int32] {
      let map = graph.maps[map]
      return map.domain == .rows ? examples.map { map.places[$0] } : map.places
    }
    func column(_ place: Int) -> [Double] { examples.map { graph.columns[place][$0] } }
    switch graph.operation(node) {
    case .constant(let value): return [value]
    case .column(let place): return column(place)
    case .knownVector(let place): return graph.vectors[place]
    case .parameter(let first): return Array(position[first..<first + size])
    case .unary(let function, let x):
      return usesKernels ? kernelValues(of: function.opcode, [values(x)]) : values(x).map { function($0) }
    case .binary(let function, let x, let y):
      if usesKernels { return kernelValues(of: function.opcode, [expanded(x), expanded(y)]) }
      return zip(expanded(x), expanded(y)).map { function($0, $1) }
    case .repeated(let x): return expanded(x)
    case .select(let condition, let x, let y):
      return (0..<size).map { expanded(condition)[$0] != 0 ? expanded(x)[$0] : expanded(y)[$0] }
    case .gather(let x, let map): return places(map).map { values(x)[Int($0)] }
    case .scatter(let x, let map):
      var result = [Double](repeating: 0, count: size)
      for (place, value) in zip(places(map), values(x)) { result[Int(place)] += value }
      return graph.extent(x) == .rows ? result.map { $0 * scale } : result
    case .element(let x, let place): return [values(x)[place]]
    case .slice(let x, let first): return Array(values(x)[first..<first + size])
    case .embed(let x, let first):
      var result = [Double](repeating: 0, count: size)
      result.replaceSubrange(first..<first + values(x).count, with: values(x))
      return result
    case .concatenate(let parts): return parts.flatMap(values)
    case .sum(let x):
      if usesKernels, graph.sumsRepeated(node) { return [scale * Double(examples.count) * values(x)[0]] }
      let sum = sumByLanes(values(x))
      return [graph.extent(x) == .rows ? sum * scale : sum]
    case .cumulativeSum(let x, let fromBack):
      let order = fromBack ? values(x).reversed() : values(x)
      var sum = 0.0
      let sums = order.map { value -> Double in
        sum += value
        return sum
      }
      return fromBack ? sums.reversed() : sums
    case .product(let columns, let x):
      return examples.map { example in
        var lanes = [Double](repeating: 0, count: 8)
        for (k, place) in columns.enumerated() { lanes[k % 8] += graph.columns[place][example] * values(x)[k] }
        return ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]))
      }
    case .productSum(let columns, let x):
      return columns.map { place in zip(column(place), values(x)).reduce(0) { $0 + $1.0 * $1.1 } * scale }
    }
  }

  private func sumByLanes(_ values: [Double]) -> Double {
    var sums = [Double](repeating: 0, count: 8)
    for (i, value) in values.enumerated() { sums[i % 8] += value }
    return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
  }
}

/// splitmix64 (Steele, Lea & Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform(_ low: Double, _ high: Double) -> Double { .random(in: low...high, using: &self) }
  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }
}
