import Foundation
import Testing

/// What Docs/Design.md says of the house holds for its files.
@Suite struct HouseTests {
  /// A file of Sources: its path below that folder, and its text without comments.
  private struct Source {
    let path: String
    let lines: [Substring]
    let code: String

    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }
    var module: Substring { path.split(separator: "/")[0] }
    var imports: [Substring] { lines.compactMap { $0.firstMatch(of: #/^(?:@\w+ )*(?:\w+ )?import (\w+)$/#)?.1 } }
  }

  private static func sources(_ endings: [String] = [".swift"]) throws -> [Source] {
    let root = DocumentationTests.root.appendingPathComponent("Sources")
    let files = try #require(FileManager.default.enumerator(atPath: root.path)).compactMap { $0 as? String }
    return try files.filter { file in endings.contains { file.hasSuffix($0) } }.sorted().map { path in
      let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      return Source(
        path: path, lines: lines, code: lines.map(\.code).joined(separator: "\n"))
    }
  }

  /// The rows of the map: a folder of Sources and the modules that it may use; none are given for a folder inside a module.
  private static func map() throws -> [String: Set<Substring>] {
    let rows = try DocumentationTests.text("Docs/Design.md").matches(of: #/\| `([\w\/]+)` \|[^|]+\|([^|]*)\|/#)
    return Dictionary(rows.map { (String($0.1), Set($0.2.matches(of: #/\w+/#).map(\.0))) }, uniquingKeysWith: { $1 })
  }

  @Test func everyFolderIsOnTheMapAndUsesWhatItMay() throws {
    let (map, sources) = (try Self.map(), try Self.sources())
    #expect(sources.count > 200 && map.count > 20)
    #expect(Set(sources.map(\.folder)).subtracting(map.keys) == [])
    let gone = Set(map.keys).subtracting(sources.map(\.folder)).subtracting(["CGSL", "CMPI", "CPosteriorKernels"])
    #expect(gone == [])
    let system: Set<Substring> = ["Foundation", "Dispatch", "Synchronization", "Glibc"]
    for source in sources {
      let allowed = try #require(map[String(source.module)], "\(source.module)")
      #expect(Set(source.imports).subtracting(allowed).subtracting(system) == [], "\(source.path)")
    }
  }

  @Test func filesHoldOneIdea() throws {
    for source in try Self.sources([".swift", ".c", ".h"]) {
      #expect(source.lines.count <= 201, "\(source.path)")
      for (number, line) in source.lines.enumerated() {
        #expect(line.count <= 120, "\(source.path):\(number + 1) has \(line.count) characters")
      }
    }
  }

  @Test func functionsTakeAtMostSixParameters() throws {
    for source in try Self.sources() {
      for match in source.code.matches(of: #/\bfunc [^\s(<]+(?:<[^(]*>)?\(|\n *(?:[\w@()]+ )*init\??(?:<[^(]*>)?\(/#) {
        let count = Self.parameterCount(source.code[match.range.upperBound...])
        #expect(count <= 6, "\(source.path): \(match.0.trimmingCharacters(in: .whitespacesAndNewlines)) takes \(count)")
      }
    }
  }

  /// The parameters up to the closing parenthesis: the colons that are in no other brackets.
  private static func parameterCount(_ text: Substring) -> Int {
    var (depth, count) = (0, 0)
    for character in text {
      switch character {
      case "(", "[", "{": depth += 1
      case ")", "]", "}":
        if depth == 0 { return count }
        depth -= 1
      case ":" where depth == 0: count += 1
      default: break
      }
    }
    return count
  }

  @Test func parametersAreCounted() {
    #expect(Self.parameterCount("_ a: Int, b: (Int, [String: Int]) -> Void = { (x: Int) in }, c: Int) {") == 3)
    #expect(Self.parameterCount(") {") == 0)
  }

  /// A closure of several lines stands in one other at the most.
  @Test func closuresAreNestedTwiceAtMost() throws {
    for source in try Self.sources() {
      for opening in ClosureNests(source.lines.map(\.code)).openings {
        #expect(opening.depth <= 2, "\(source.path):\(opening.line) opens \(opening.depth) closures deep")
      }
    }
  }

  @Test func closureNestsAreFound() {
    let text = #"""
      func sum(
        _ a: [Double]
      ) -> Double {
        if let first = a.first {
          a.with { a in
            let names = a.map {
              "{ \($0) }"
            }
            for name in names {
              call(name, and: {
                print(name)
              })
            }
          }
        }
      }
      """#
    let openings = ClosureNests(text.split(separator: "\n")).openings
    #expect(openings.map(\.line) == [5, 6, 10] && openings.map(\.depth) == [1, 2, 2])
  }

  /// Tasks are started in one place.
  @Test func oneTaskPool() throws {
    let pools = try Self.sources().filter { $0.code.contains(#/\bwith(Throwing)?(Discarding)?TaskGroup\b/#) }
    #expect(pools.count == 1, "\(pools.map(\.path))")
  }
}

extension Substring {
  /// The line without a comment at its end.
  fileprivate var code: Substring { firstRange(of: "//").map { self[..<$0.lowerBound] } ?? self }
}
