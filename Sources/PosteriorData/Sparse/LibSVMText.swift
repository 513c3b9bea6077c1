internal import Foundation
import PosteriorSampling

/// libsvm's text: a line a row, `label index:value index:value … # comment`, features numbered from 1.
///
/// Features that are not named are 0. What stands behind # is passed over, and lines that hold nothing else are.
struct LibSVMText {
  private let source: String
  private var starts = [0]
  private var columns: [Int32] = []
  private var values: [Double] = []
  private var responses: [Double] = []
  private var lines: [Int] = []
  private var line = 0

  /// The rows in a file, which gzip may have compressed.
  init(contentsOf path: String) throws(DataError) {
    source = path
    let window = ByteWindow(try inputFile(path, kind: "libsvm's text").stream())
    var place = 0
    repeat {
      guard try window.move(to: place) else {
        throw DataError(source, line: line + 1, "the line is longer than \(window.largestSize >> 20) MB")
      }
      place = try addLines(window.bytes, isEnd: window.isWhole)
    } while !window.isWhole
  }

  /// The rows in a text's bytes.
  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(DataError) {
    self.source = source
    _ = try addLines(bytes, isEnd: true)
  }

  /// The design and the responses.
  var data: SparseData {
    get throws(DataError) {
      guard let last = columns.max() else {
        throw DataError(source, "no row has a feature: lines are 'label index:value index:value …'")
      }
      let design: SparseMatrix
      do throws(SparseMatrix.InvalidRows) {
        design = try SparseMatrix(columnCount: Int(last) + 1, rowStarts: starts, columns: columns, values: values)
      } catch { throw DataError(source, "\(error)") }
      return try SparseData(design, responses, source: source, responseSource: source, lines: lines)
    }
  }

  /// Adds the rows of whole lines, and at the text's end of the last one too; returns where the next begins.
  private mutating func addLines(_ bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool) throws(DataError) -> Int {
    guard let start = bytes.baseAddress else { return 0 }
    var place = 0
    while place < bytes.count {
      let found = memchr(start + place, 0x0A, bytes.count - place)
      guard found != nil || isEnd else { return place }
      let end = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(start) } ?? bytes.count
      line += 1
      try add(UnsafeBufferPointer(rebasing: bytes[place..<end]))
      place = end + 1
    }
    return min(place, bytes.count)
  }

  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) throws(DataError) {
    let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.count
    var place = 0
    guard let label = next(bytes, &place, end) else { return }
    guard let response = DecimalNumber(bytes, from: label.lowerBound, before: label.upperBound),
      response.end == label.upperBound
    else { throw problem(bytes, label, "is no label: a line begins with a number") }
    while let word = next(bytes, &place, end) { try add(word, bytes) }
    responses.append(response.value)
    lines.append(line)
    starts.append(values.count)
  }

  /// Adds an index:value.
  private mutating func add(_ word: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) throws(DataError) {
    if bytes[word].starts(with: "qid:".utf8) {
      throw problem(bytes, word, "numbers a query, whose ranks no model here explains: leave it out")
    }
    var (place, index) = (word.lowerBound, 0)
    while place < word.upperBound, case let digit = bytes[place] &- UInt8(ascii: "0"), digit < 10 {
      index = min(index * 10 + Int(digit), Int(Int32.max))
      place += 1
    }
    guard place > word.lowerBound, place < word.upperBound, bytes[place] == UInt8(ascii: ":") else {
      throw problem(bytes, word, "is not index:value")
    }
    guard index > 0 else { throw problem(bytes, word, "has the index 0: features are numbered from 1") }
    guard index < Int32.max else { throw problem(bytes, word, "has an index beyond \(Int32.max - 1)") }
    guard let value = DecimalNumber(bytes, from: place + 1, before: word.upperBound), value.end == word.upperBound
    else {
      throw problem(bytes, word, "has no number behind the colon")
    }
    columns.append(Int32(index - 1))
    values.append(value.value)
  }

  /// The next word before an end, from a place on, which moves behind it.
  private func next(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ end: Int) -> Range<Int>? {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    while place < end, isBlank(bytes[place]) { place += 1 }
    let start = place
    while place < end, !isBlank(bytes[place]) { place += 1 }
    return start < place ? start..<place : nil
  }

  private func problem(_ bytes: UnsafeBufferPointer<UInt8>, _ word: Range<Int>, _ words: String) -> DataError {
    DataError(source, line: line, quoted(String(decoding: bytes[word], as: UTF8.self)) + " " + words)
  }
}
