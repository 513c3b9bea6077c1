internal import Foundation
import PosteriorModels

extension ModelTable {
  /// Reads constants from a file in Stan's JSON form: names of numbers, of lists, and of lists of equally long lists.
  ///
  /// - Throws: ``DataError`` where the file cannot be read or holds something else.
  package static func constants(ofJSON path: String) throws(DataError) -> [Constant] {
    try constants(inJSON: text(ofFile: path, kind: "a JSON file", format: "JSON"), path)
  }

  /// Reads constants from JSON. Errors call it `path`.
  package static func constants(inJSON text: String, _ path: String) throws(DataError) -> [Constant] {
    let object: Any
    do { object = try JSONSerialization.jsonObject(with: Data(text.utf8)) } catch {
      throw DataError(path, "this is not JSON: \(shown(reason(error)))")
    }
    guard let object = object as? [String: Any] else {
      throw DataError(path, "the file must hold names with their values, such as {\"J\": 8, \"K\": [1, 2]}")
    }
    var constants: [Constant] = []
    for (name, value) in object.sorted(by: { $0.key < $1.key }) {
      constants.append(try constant(name, value, path))
    }
    return constants
  }

  private static func constant(_ name: String, _ value: Any, _ path: String) throws(DataError) -> Constant {
    if let number = number(value) { return Constant(name: name, numbers: [number]) }
    guard let list = value as? [Any] else {
      throw DataError(path, "\(quoted(name)) is neither a number nor a list of numbers")
    }
    if let numbers = numbers(list) { return Constant(name: name, sizes: [list.count], numbers: numbers) }
    let rows = list.map { ($0 as? [Any]).flatMap(numbers) }
    guard let first = rows.first??.count, rows.allSatisfy({ $0?.count == first }) else {
      throw DataError(path, "\(quoted(name)) must be a list of numbers, or of equally long lists of numbers")
    }
    return Constant(name: name, sizes: [list.count, first], numbers: rows.flatMap { $0 ?? [] })
  }

  private static func numbers(_ list: [Any]) -> [Double]? {
    let numbers = list.compactMap(number)
    return numbers.count == list.count ? numbers : nil
  }

  private static func number(_ value: Any) -> Double? {
    guard let number = value as? NSNumber, !(value is [Any]), number.doubleValue.isFinite else { return nil }
    return number.doubleValue
  }

  private static func reason(_ error: any Error) -> String {
    (error as NSError).userInfo["NSDebugDescription"] as? String ?? "\(error.localizedDescription)"
  }
}
