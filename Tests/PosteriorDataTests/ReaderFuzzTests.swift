import PosteriorModels
import PosteriorNumerics
import PosteriorSampling
import TestSupport
import Testing

@testable import PosteriorData

/// Mutated files: each is read or refused in one line, none traps or hangs, and what is read is what the file can hold.
@Suite struct ReaderFuzzTests {
  /// Reads mutated files; `read` throws where what was read is not sound.
  private func fuzz(
    _ corpus: FuzzCorpus, seed: UInt64, _ read: (UnsafeBufferPointer<UInt8>) throws -> Void
  ) {
    for bytes in corpus.seeds { #expect(throws: Never.self) { try bytes.withUnsafeBufferPointer(read) } }
    var random = FuzzRandom(seed: seed)
    var accepted = 0
    let count = fuzzCount(10_000)
    for _ in 0..<count {
      let bytes = corpus.mutated(using: &random)
      do {
        try bytes.withUnsafeBufferPointer(read)
        accepted += 1
      } catch let error as DataError {
        let newlines = bytes.count { $0 == 0x0A || $0 == 0x0D }
        let isOneLine = error.description.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        if !isOneLine || !(1...(newlines + 1)).contains(error.line ?? 1) {
          Issue.record("\(error.description.debugDescription) of \(bytes)")
        }
      } catch {
        Issue.record("\(error) of \(bytes)")
      }
    }
    #expect(accepted > 0)
    print("accepted \(accepted) of \(count)")
  }

  private struct Unsound: Error { let words: String }

  private func require(_ isSound: Bool, _ words: String) throws(Unsound) {
    if !isSound { throw Unsound(words: words) }
  }

  @Test func tables() {
    fuzz(FuzzCorpora.tables, seed: 1) { bytes in
      let table = try Table(csv: bytes, source: "t")
      try require(table.rowCount > 0 && table.rowCount * table.columnNames.count <= bytes.count + 1, "size")
      try require(Set(table.columnNames).count == table.columnNames.count, "names")
      let model = ModelTable(table)
      for column in model.columns {
        switch column.cells {
        case .numbers(let numbers, _): try require(numbers.count == table.rowCount, "cells")
        case .text(let texts): try require(texts.count == table.rowCount, "cells")
        }
      }
      for name in table.columnNames {
        if let numbers = try? table.column(name) { try require(numbers.allSatisfy(\.isFinite), "numbers") }
        guard let (numbered, values) = try? table.numbering(valuesOf: name) else { continue }
        let places = try numbered.column(name)
        try require(places.allSatisfy { $0 >= 0 && Int($0) < values.count }, "classes")
      }
    }
  }

  @Test func drawsOfStan() {
    fuzz(FuzzCorpora.draws, seed: 2) { bytes in
      let file = try StanCSV(bytes, source: "x")
      let dimension = file.draws.dimension + (file.statistics?.dimension ?? 0)
      try require(file.draws.drawsPerChain > 0 && file.draws.drawsPerChain * dimension <= bytes.count, "size")
      try require(Set(file.draws.parameterNames).count == file.draws.dimension, "names")
      try require((file.statistics?.drawsPerChain ?? file.draws.drawsPerChain) == file.draws.drawsPerChain, "rows")
    }
  }

  @Test func arraysOfNumPy() {
    fuzz(FuzzCorpora.arrays, seed: 3) { bytes in
      let array = try NPY(bytes: Array(bytes), source: "x.npy")
      try require(array.values.count <= bytes.count / 4, "size")
      try require(elementCount(array.shape, size: 8) == array.values.count, "shape")
      _ = try array.matrix()
      let table = try Table(array, source: "x.npy")
      for name in table.columnNames { _ = try table.column(name) }
    }
  }

  @Test func constants() {
    fuzz(FuzzCorpora.constants, seed: 5) { bytes in
      let constants = try ModelTable.constants(inJSON: String(decoding: bytes, as: UTF8.self), "x.json")
      for constant in constants {
        try require(constant.numbers.count <= bytes.count, "size")
        try require(elementCount(constant.sizes, size: 8) == constant.numbers.count, "sizes")
      }
    }
  }

  @Test func arraysOfBytes() {
    fuzz(FuzzCorpora.bytes, seed: 4) { bytes in
      let array = try IDX(file: Array(bytes), source: "x.idx")
      try require(array.bytes.count <= bytes.count, "size")
      if array.shape.count == 1 {
        _ = try array.labels()
      } else {
        for pooling in [0, 1, 2, .max] where pooling == 1 || array.shape.count == 3 {
          guard let images = try? array.images(pooling: pooling) else { continue }
          try require(images.elements.count <= bytes.count, "images")
        }
      }
    }
  }
}
