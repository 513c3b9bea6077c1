import Foundation
import Testing

/// What the documentation shows is what runs.
@Suite struct DocumentationTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test func readmeShowsTheExampleThatRuns() throws {
    let code = try Self.text("Examples/SampleAModel/main.swift").split(separator: "\n").drop { $0.hasPrefix("//") }
    #expect(try Self.text("README.md").contains(code.joined(separator: "\n")))
  }

  @Test func guideShowsTheModelThatRuns() throws {
    let code = try Self.text("Examples/BringYourOwnModel/Sources/BringYourOwnModel/Robust.swift")
    #expect(try Self.text("Docs/BringYourOwnModel.md").contains(code))
  }

  @Test func tutorialShowsTheCodeThatRuns() throws {
    let code = try Self.text("Examples/TrainingOutOfEquilibrium/main.swift")
    let blocks = try Self.text("Docs/TrainingOutOfEquilibrium.md").matches(of: #/```swift\n([^`]*)```/#)
    #expect(blocks.count >= 4)
    for block in blocks { #expect(code.contains(block.1)) }
  }

  @Test func readmeAndCIRunTheSameTests() throws {
    let command = "swift test -c release --disable-xctest"
    #expect(try Self.text("README.md").contains(command))
    #expect(try Self.text(".ci/run").contains(command))
  }

  @Test func linksLeadSomewhere() throws {
    let files =
      ["README.md"]
      + (try FileManager.default.contentsOfDirectory(
        atPath: Self.root.appendingPathComponent("Docs").path)).filter { $0.hasSuffix(".md") }.map { "Docs/\($0)" }
    for file in files {
      let folder = Self.root.appendingPathComponent(file).deletingLastPathComponent()
      for match in try Self.text(file).matches(of: #/\]\(([^)#\s]+)\)/#) where !match.1.contains("://") {
        let target = folder.appendingPathComponent(String(match.1)).path
        #expect(FileManager.default.fileExists(atPath: target), "\(file) links to \(match.1)")
      }
    }
  }
}
