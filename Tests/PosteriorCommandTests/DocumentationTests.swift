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

  @Test func guideShowsWhatCheckPrints() throws {
    let folder = Self.root.appendingPathComponent("Examples/Models").path
    let command = try Command(["check", folder + "/eight_schools.model", "--data", folder + "/schools.csv"])
    let printed = command.output.replacing(folder + "/", with: "")
    #expect(try Self.text("Docs/WriteYourModel.md").contains(printed), "\(printed)")
  }

  @Test func readmeShowsTheModelThatRuns() throws {
    let statements = try Self.text("Examples/Models/eight_schools.model").split(separator: "\n").drop {
      $0.hasPrefix("#")
    }
    #expect(try Self.text("README.md").contains(statements.joined(separator: "\n")))
  }

  @Test func readmeAndCIRunTheSameTests() throws {
    let command = "swift test -c release --disable-xctest"
    #expect(try Self.text("README.md").contains(command))
    #expect(try Self.text(".ci/run").contains(command))
  }

  /// Every folder of Examples is in the index, with the command that runs it, and every program in it is built.
  @Test func everyExampleIsListedAndBuilt() throws {
    let (index, package) = (try Self.text("Docs/Examples.md"), try Self.text("Package.swift"))
    let folder = Self.root.appendingPathComponent("Examples")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      #expect(index.contains("Examples/\(name)"), "\(name) is not in the index")
      guard FileManager.default.fileExists(atPath: folder.appendingPathComponent("\(name)/main.swift").path) else {
        continue
      }
      #expect(index.contains("`swift run -c release \(name)") && package.contains(".example(\"\(name)\""))
    }
  }

  @Test func linksLeadSomewhere() throws {
    let guides = try #require(FileManager.default.enumerator(atPath: Self.root.appendingPathComponent("Docs").path))
    let names = guides.compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.map { "Docs/\($0)" }
    let modules = try FileManager.default.contentsOfDirectory(atPath: Self.root.appendingPathComponent("Sources").path)
    for file in ["README.md", "CONTRIBUTING.md"] + names + modules.map({ "Sources/\($0)/README.md" }) {
      let folder = Self.root.appendingPathComponent(file).deletingLastPathComponent()
      for match in try Self.text(file).matches(of: #/\]\(([^)#\s]+)\)/#) where !match.1.contains("://") {
        let target = folder.appendingPathComponent(String(match.1)).path
        #expect(FileManager.default.fileExists(atPath: target), "\(file) links to \(match.1)")
      }
    }
  }
}
