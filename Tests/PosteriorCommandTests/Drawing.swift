import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A figure's file in SVG, read by an XML parser.
struct Drawing {
  struct Text {
    var text: String
    let x: Double
    let y: Double
    let anchor: String
    let isInPanel: Bool
    let isStrong: Bool

    /// About the space that it takes, in pixels.
    var box: (left: Double, right: Double, top: Double, bottom: Double) {
      let width = (isStrong ? 5.6 : 5.2) * Double(text.count)
      let left = anchor == "start" ? x : anchor == "middle" ? x - width / 2 : x - width
      return (left, left + width, y - 8, y + 1)
    }
  }

  private(set) var width = 0
  private(set) var height = 0
  private(set) var texts: [Text] = []
  private var paths: [(kind: String, data: String, isInPanel: Bool)] = []

  init(_ file: String) throws {
    let reader = Reader()
    let parser = XMLParser(data: try Data(contentsOf: URL(fileURLWithPath: file)))
    parser.delegate = reader
    let isRead = parser.parse()
    #expect(isRead, "\(file): \(parser.parserError.map { "\($0)" } ?? "")")
    self = reader.drawing
    #expect(!reader.elements.contains("script") && reader.elements.isSubset(of: Self.known), "\(reader.elements)")
  }

  private init() {}

  private static let known: Set = ["svg", "title", "desc", "style", "rect", "g", "path", "text"]

  /// The names in the key.
  var key: [String] { texts.filter { !$0.isInPanel && !$0.isStrong }.map(\.text) }

  private func paths(_ kind: String, _ isInPanel: Bool) -> [String] {
    paths.filter { $0.isInPanel == isInPanel && $0.kind.split(separator: " ").contains(Substring(kind)) }.map(\.data)
  }

  /// How many paths of a kind there are.
  func count(_ kind: String, inPanels isInPanel: Bool) -> Int { paths(kind, isInPanel).count }

  /// How many symbols of so many strokes there are.
  func strokes(_ kind: String, inPanels isInPanel: Bool, symbol: Int) -> Int {
    paths(kind, isInPanel).filter { !$0.contains("z M") }.reduce(0) { sum, data in
      let first = data.split(separator: "z")[0].count { $0 == "M" }
      return sum + (first == symbol ? data.count { $0 == "M" } / symbol : 0)
    }
  }

  /// No text lies on another, and all lie in the picture.
  func expectLegible(sourceLocation: SourceLocation = #_sourceLocation) {
    for (place, text) in texts.enumerated() {
      let box = text.box
      let isInside = box.left >= -1 && box.right <= Double(width) + 1 && box.top >= 0 && box.bottom <= Double(height)
      #expect(isInside, "\(text)", sourceLocation: sourceLocation)
      for other in texts[..<place] {
        let isApart =
          box.left >= other.box.right || other.box.left >= box.right || box.top >= other.box.bottom
          || other.box.top >= box.bottom
        #expect(isApart, "\(text) and \(other)", sourceLocation: sourceLocation)
      }
    }
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var drawing = Drawing()
    var elements: Set<String> = []
    private var shift: (x: Double, y: Double)?
    private var isText = false

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      elements.insert(name)
      func pixels(_ name: String) -> Double { (Double(attributes[name] ?? "") ?? .nan) / 5 }
      switch name {
      case "svg":
        (drawing.width, drawing.height) = (Int(attributes["width"] ?? "") ?? 0, Int(attributes["height"] ?? "") ?? 0)
      case "g":
        let numbers = attributes["transform"]?.split { !"-0123456789".contains($0) }.compactMap { Double($0) } ?? []
        shift = numbers.count == 2 ? (numbers[0] / 5, numbers[1] / 5) : nil
      case "path":
        drawing.paths.append((attributes["class"] ?? "", attributes["d"] ?? "", shift != nil))
      case "text":
        isText = true
        drawing.texts.append(
          Text(
            text: "", x: pixels("x") + (shift?.x ?? 0), y: pixels("y") + (shift?.y ?? 0),
            anchor: attributes["text-anchor"] ?? "start", isInPanel: shift != nil,
            isStrong: attributes["font-weight"] != nil))
      default: break
      }
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
      if isText { drawing.texts[drawing.texts.count - 1].text += characters }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
      if name == "g" { shift = nil }
      if name == "text" { isText = false }
    }
  }
}
