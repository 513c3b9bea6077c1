internal import CPosteriorKernels

/// The values of a node that no parameter changes: one for all where they are the same.
struct KnownValue {
  var extent: Extent
  var values: [Double]

  /// A value for each of `count` elements.
  func expanded(to count: Int) -> [Double] {
    values.count == count ? values : [Double](repeating: values[0], count: count)
  }
}

extension Graph {
  /// The number of values of an extent.
  func size(_ extent: Extent) -> Int {
    switch extent {
    case .one: 1
    case .vector(let count): count
    case .rows: rowCount
    }
  }

  /// A node's values, of its operands' known ones.
  func knownValue(of node: Node, _ operands: [KnownValue]) -> KnownValue {
    KnownValue(extent: extent(node), values: values(of: node, operands))
  }

  private func values(of node: Node, _ operands: [KnownValue]) -> [Double] {
    let size = size(extent(node))
    func whole(_ place: Int) -> [Double] { operands[place].expanded(to: self.size(operands[place].extent)) }
    switch operation(node) {
    case .constant(let value): return [value]
    case .column(let place): return columns[place]
    case .knownVector(let place): return vectors[place]
    case .parameter: preconditionFailure("a parameter is not known")
    case .unary(let function, _): return kernelValues(of: function.opcode, operands.map(\.values))
    case .binary(let function, _, _): return kernelValues(of: function.opcode, operands.map(\.values))
    case .select: return kernelValues(of: CPK_SELECT, operands.map(\.values))
    case .repeated: return operands[0].values
    case .gather(_, let map):
      if operands[0].values.count == 1 { return operands[0].values }
      return maps[map].places.map { operands[0].values[Int($0)] }
    case .scatter(_, let map):
      var result = [Double](repeating: 0, count: size)
      for (place, value) in zip(maps[map].places, whole(0)) { result[Int(place)] += value }
      return result
    case .element(_, let place): return [whole(0)[place]]
    case .slice(_, let first): return Array(whole(0)[first..<first + size])
    case .embed(_, let first):
      var result = [Double](repeating: 0, count: size)
      result.replaceSubrange(first..<first + whole(0).count, with: whole(0))
      return result
    case .concatenate: return operands.indices.flatMap(whole)
    case .sum: return [sumByLanes(whole(0))]
    case .cumulativeSum(_, let fromBack): return cumulativeSums(whole(0), fromBack: fromBack)
    case .product(let columns, _): return product(columns, whole(0))
    case .productSum(let columns, _):
      return columns.map { column in sumByLanes(zip(self.columns[column], whole(0)).map(*)) }
    }
  }

  private func product(_ columns: [Int], _ factors: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: rowCount)
    for (column, factor) in zip(columns, factors) {
      for (i, value) in self.columns[column].enumerated() { result[i] += value * factor }
    }
    return result
  }

  private func cumulativeSums(_ values: [Double], fromBack: Bool) -> [Double] {
    var (result, sum) = (values, 0.0)
    for k in values.indices {
      let place = fromBack ? values.count - 1 - k : k
      sum += values[place]
      result[place] = sum
    }
    return result
  }

  /// In eight sums, as the kernels form it.
  private func sumByLanes(_ values: [Double]) -> Double {
    var sums = [Double](repeating: 0, count: 8)
    for (i, value) in values.enumerated() { sums[i % 8] += value }
    return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
  }
}
