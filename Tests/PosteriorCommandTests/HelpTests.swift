import Foundation
import Testing

/// What help says to programs: shells complete by it, and the manual and the site are made from it.
@Suite struct HelpTests {
  private static func subcommands() throws -> [[String: Any]] {
    let command = try #require(try Command(["--experimental-dump-help"]).json()["command"] as? [String: Any])
    return try #require(command["subcommands"] as? [[String: Any]])
  }

  @Test func subcommandsAreListedOnce() throws {
    let names = try Self.subcommands().compactMap { $0["commandName"] as? String }
    #expect(names.count > 15 && names.sorted() == Set(names).sorted())
  }

  /// The newest number that the changelog has is the program's.
  @Test func versionIsTheChangelogs() throws {
    let version = try Command(["--version"]).output.trimmingCharacters(in: .newlines)
    #expect(version.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
    let released = try DocumentationTests.text("CHANGELOG.md").firstMatch(of: /\n## (\d+\.\d+\.\d+)/)?.1
    if let released { #expect(version == released) }
  }

  /// What takes a path is completed by names of files, or of folders.
  @Test func pathsAreCompleted() throws {
    var count = 0
    for subcommand in try Self.subcommands() {
      for argument in subcommand["arguments"] as? [[String: Any]] ?? [] where argument["kind"] as? String != "flag" {
        let value = argument["valueName"] as? String ?? ""
        guard value.contains(/file|\bdir\b|^(?:run|part|draws|nuts\|draws|reference|manifest|path)$/) else { continue }
        count += 1
        let kind = argument["completionKind"] as? [String: Any] ?? [:]
        let name = "\(subcommand["commandName"] ?? "") \(argument["preferredName"] ?? "") \(value)"
        #expect(kind["file"] != nil || kind["directory"] != nil, "\(name)")
      }
    }
    #expect(count > 30)
  }
}
