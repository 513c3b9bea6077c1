import Foundation
import Testing

@testable import posterior

/// Pictures as files: SVG by the command itself, PDF and PNG by rsvg-convert.
@Suite struct PictureFileTests {
  private static let quick = ["sweep", "--epochs", "100", "--samplers", "sgld", "--quiet"]

  /// Makes a converter that writes its number to a file, and waits.
  private func hangingConverter(_ folder: TemporaryFolder) throws -> URL {
    let path = try folder.write("#!/bin/sh\necho $$ >\(folder.file("started"))\nexec sleep 100\n", to: "rsvg-convert")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return URL(filePath: path)
  }

  /// Whether the converter that was started is gone.
  private func isGone(_ folder: TemporaryFolder) throws -> Bool {
    let text = try String(contentsOfFile: folder.file("started"), encoding: .utf8)
    let number = try #require(Int32(text.trimmingCharacters(in: .newlines)))
    return kill(number, 0) != 0 && errno == ESRCH
  }

  @Test func aConverterIsNotWaitedForForever() throws {
    let folder = try TemporaryFolder()
    let converter = Converter(executable: try hangingConverter(folder), patience: 0.5)
    let failure = #expect(throws: Failure.self) { try converter.convert(Data("<svg/>".utf8), to: .png) }
    #expect(
      failure?.code == .output && failure?.message == "rsvg-convert did not end within 0.5 s: there is no picture")
    for _ in 0..<500 where try !isGone(folder) { Thread.sleep(forTimeInterval: 0.01) }
    #expect(try isGone(folder))
  }

  @Test func aConverterEndsWithTheCommand() throws {
    let folder = try TemporaryFolder()
    _ = try hangingConverter(folder)
    let process = try Command.start(
      Self.quick + ["--plot", folder.file("a.png")], environment: ["PATH": folder.url.path + ":/usr/bin:/bin"])
    waitForFile(folder.file("started"))
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 128 + SIGTERM)
    #expect(try isGone(folder))
    #expect(!FileManager.default.fileExists(atPath: folder.file("a.png")))
  }

  /// Before any chain runs.
  @Test(arguments: ["pdf", "png"]) func withoutAConverterThereIsOneClearLine(_ kind: String) throws {
    let folder = try TemporaryFolder()
    let environment = ["PATH": folder.url.path]
    let sweep = try Command(Self.quick + ["--plot", folder.file("a.\(kind)")], environment: environment)
    let stationary = try Command(
      ["stationary", "--quiet", "--plot", folder.file("f"), "--plot-as", "svg,\(kind)"], environment: environment)
    for command in [sweep, stationary] {
      #expect(command.status == 73 && command.output.isEmpty)
      #expect(command.errors.split(separator: "\n").count == 1)
      #expect(command.errors.contains("apt-get install librsvg2-bin") && command.errors.contains(".\(kind)'"))
    }
  }

  /// The picture is 680 pixels wide: a page of as many, and twice as many pixels.
  @Test(.enabled(if: Converter() != nil, "rsvg-convert is not installed"))
  func aPageAndPixels() throws {
    let folder = try TemporaryFolder()
    let sweep = Self.quick + ["--learning-rates", "0.1,0.3"]
    for kind in ["svg", "pdf", "png"] {
      #expect(try Command(sweep + ["--plot", folder.file("a.\(kind)")]).status == 0)
    }
    let height = try Drawing(folder.file("a.svg")).height
    let png = try Data(contentsOf: URL(filePath: folder.file("a.png")))
    let sizes = [16, 20].map { place in png[place..<place + 4].reduce(0) { $0 * 256 + Int($1) } }
    #expect(png.prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]) && sizes == [1360, 2 * height])
    let pdf = String(decoding: try Data(contentsOf: URL(filePath: folder.file("a.pdf"))), as: Unicode.ASCII.self)
    #expect(pdf.hasPrefix("%PDF-") && pdf.contains("%%EOF") && pdf.contains("/MediaBox [ 0 0 510 "))
  }
}
