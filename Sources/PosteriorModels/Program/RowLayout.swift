internal import CPosteriorKernels

/// How examples' numbers stand in memory: in rows for minibatches, in columns for passes over all.
struct RowLayout {
  let graph: Graph
  private var products: [[Int]] = []
  private var loaded: Set<Int> = []
  private var loadedMaps: Set<Int> = []
  private var columns: [Int] = []
  private var maps: [Int] = []
  private var scattered: Set<Int> = []
  private var readsRowsInOrder = false

  init(graph: Graph) { self.graph = graph }

  /// Makes room for all that a program reads.
  mutating func add(_ code: ProgramCode, isInOrder: Bool) {
    readsRowsInOrder = readsRowsInOrder || isInOrder && code.readsRows
    for instruction in code.instructions {
      switch instruction.other {
      case .column(let place): loaded.insert(place)
      case .places(let map): loadedMaps.insert(map)
      case .product(let columns): if !products.contains(columns) { products.append(columns) }
      case .number, .row: break
      }
      for operand in instruction.operands {
        switch operand.memory {
        case .column(let place): if !columns.contains(place) { columns.append(place) }
        case .places(let map):
          if !maps.contains(map) { maps.append(map) }
          if instruction.code == CPK_ROW_SCATTER { scattered.insert(map) }
        case .slot, .constants: break
        }
      }
    }
  }

  /// The numbers in memory, and where they are.
  func laidOut() -> RowStorage {
    var row: [RowStorage.Cell?] = []
    var storage = RowStorage(rowCount: graph.rowCount)
    var whole: [[Int]] = []
    for columns in products.sorted(by: { $0.count > $1.count }) {
      // The first columns of a longer product are where that has them.
      if let longer = whole.first(where: { $0.starts(with: columns) }) {
        storage.productVectors[columns] = storage.productVectors[longer]
        continue
      }
      whole.append(columns)
      storage.productVectors[columns] = row.count / 8
      row += columns.map { .column($0) }
      row += [RowStorage.Cell?](repeating: nil, count: row.count.roundedUp(to: 8) - row.count)
    }
    // Numbers behind a product's columns are multiplied by 0.
    for column in loaded.sorted() {
      if let place = row.firstIndex(of: .column(column)) {
        storage.cellPlaces[.column(column)] = place
      } else {
        let isFinite = graph.columns[column].allSatisfy(\.isFinite)
        storage.place(.column(column), in: &row, from: isFinite ? 0 : row.count)
      }
    }
    for map in loadedMaps.sorted() { storage.place(.map(map), in: &row, from: 0) }
    let isWide = !products.isEmpty || row.count > 4
    storage.stride = isWide ? row.count.roundedUp(to: 8) : row.count == 3 ? 4 : row.count
    storage.packed = packed(row, stride: storage.stride, order: nil)
    storage.order = RowOrder.order(of: scattered.map { graph.maps[$0] }, rowCount: graph.rowCount)
    let isReordered = storage.order != nil && readsRowsInOrder
    storage.ordered = isReordered ? packed(row, stride: storage.stride, order: storage.order) : storage.packed
    layOutColumns(&storage)
    return storage
  }

  private func packed(_ row: [RowStorage.Cell?], stride: Int, order: [Int32]?) -> AlignedNumbers<Double> {
    AlignedNumbers(count: stride * graph.rowCount) { numbers in
      for (place, cell) in row.enumerated() {
        switch cell {
        case .column(let column):
          let values = RowOrder.ordered(graph.columns[column], order)
          for (i, value) in values.enumerated() { numbers[i * stride + place] = value }
        case .map(let map):
          let places = RowOrder.ordered(graph.maps[map].places, order)
          for (i, value) in places.enumerated() { numbers[i * stride + place] = Double(value) }
        case nil: break
        }
      }
    }
  }

  private func layOutColumns(_ storage: inout RowStorage) {
    let length = graph.rowCount.roundedUp(to: ProgramCode.blockSize)
    for (k, column) in columns.enumerated() { storage.columnPlaces[column] = k * length }
    storage.columns = AlignedNumbers(count: columns.count * length) { numbers in
      for (k, column) in columns.enumerated() {
        fill(numbers, from: k * length, length, RowOrder.ordered(graph.columns[column], storage.order))
      }
    }
    var places: [Int32] = []
    for map in maps {
      storage.mapPlaces[map] = places.count
      // A map of a vector's elements is not by example.
      let isByExample = graph.maps[map].domain == .rows
      let own = isByExample ? RowOrder.ordered(graph.maps[map].places, storage.order) : graph.maps[map].places
      if isByExample, RowOrder.meanRun(own) >= 8 { storage.runs.insert(map) }
      places += own
      places += [Int32](repeating: own.last ?? 0, count: own.count.roundedUp(to: ProgramCode.blockSize) - own.count)
    }
    storage.places = AlignedNumbers(count: places.count) { numbers in
      for (i, value) in places.enumerated() { numbers[i] = value }
    }
  }

  /// Values with the last one repeated behind them.
  private func fill(_ numbers: UnsafeMutableBufferPointer<Double>, from first: Int, _ length: Int, _ values: [Double]) {
    for i in 0..<length where !values.isEmpty { numbers[first + i] = values[min(i, values.count - 1)] }
  }
}
