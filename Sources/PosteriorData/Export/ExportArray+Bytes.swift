internal import Foundation

/// How an element is written.
enum ElementType: Hashable {
  case number, integer, flag
  /// A text of so many characters at the most.
  case text(Int)

  /// NumPy's name, little-endian.
  var name: String {
    switch self {
    case .number: "<f8"
    case .integer: "<i8"
    case .flag: "|b1"
    case .text(let count): "<U\(count)"
    }
  }

  /// Bytes an element.
  var size: Int {
    switch self {
    case .number, .integer: 8
    case .flag: 1
    case .text(let count): 4 * count
    }
  }
}

extension ExportArray {
  /// How its elements are written.
  var type: ElementType {
    switch contents {
    case .integers: .integer
    case .numbers, .made: .number
    case .flags: .flag
    case .text(let texts): .text(max(1, texts.reduce(0) { max($0, $1.unicodeScalars.count) }))
    }
  }

  /// The bytes of some rows.
  func bytes(ofRows rows: Range<Int>, as type: ElementType) throws -> Data {
    let elements = rows.lowerBound * rowSize..<rows.upperBound * rowSize
    func words(_ words: some Sequence<UInt64>) -> Data {
      words.map(\.littleEndian).withUnsafeBytes { Data($0) }
    }
    switch contents {
    case .integers(let values): return words(values[elements].lazy.map { UInt64(bitPattern: Int64($0)) })
    case .numbers(let values): return words(values[elements].lazy.map(\.bitPattern))
    case .made(let make):
      let values = try make(rows)
      precondition(values.count == elements.count, "\(values.count) numbers were made of \(name)'s \(elements.count)")
      return words(values.lazy.map(\.bitPattern))
    case .flags(let values): return Data(values[elements].map { $0 ? 1 : 0 })
    case .text(let texts):
      var data = Data(capacity: elements.count * type.size)
      for text in texts[elements] {
        var characters = text.unicodeScalars.map(\.value.littleEndian)
        characters += [UInt32](repeating: 0, count: type.size / 4 - characters.count)
        characters.withUnsafeBytes { data.append(contentsOf: $0) }
      }
      return data
    }
  }
}
