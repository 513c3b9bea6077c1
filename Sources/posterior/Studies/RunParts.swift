import Foundation
import PosteriorData

/// The folders of a run's parts, all of them, which no other process writes to.
struct RunParts {
  private let parts: [Share]

  /// A part on the disk.
  private struct Share {
    let path: String
    let folder: RunFolder
    let manifest: RunManifest
    let part: Part

    init(_ path: String) throws {
      self.path = path
      folder = try RunFolder.existing(at: URL(fileURLWithPath: path).path)
      manifest = try folder.manifest()
      do { part = try Part(manifest) } catch { throw Failure(.data, "'\(path)': its manifest is damaged: \(error)") }
      guard manifest.status == .finished else {
        throw Failure(.data, "'\(path)' is not finished: 'posterior resume \(path)' goes on with it")
      }
    }
  }

  /// Finds the parts.
  ///
  /// - Throws: `Failure` where they are not the parts of one run, each once and finished.
  init(_ paths: [String]) throws {
    let places = paths.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    if let twice = places.indices.first(where: { places[..<$0].contains(places[$0]) }) {
      throw Failure(.usage, "'\(paths[twice])' is named twice")
    }
    let shares = try paths.map { try Share($0) }.sorted { $0.part.number < $1.part.number }
    let first = shares[0]
    for other in shares.dropFirst() {
      guard let reason = other.manifest.difference(from: first.manifest) else { continue }
      throw Failure(.data, "'\(other.path)' and '\(first.path)' are not of one run: \(reason)")
    }
    for (one, next) in zip(shares, shares.dropFirst()) where one.part == next.part {
      throw Failure(.data, "'\(one.path)' and '\(next.path)' are both part \(one.part): name each part once")
    }
    let missing = Set(1...first.part.count).subtracting(shares.map(\.part.number)).sorted()
    guard missing.isEmpty else {
      let parts = missing.prefix(5).map { "\($0)/\(first.part.count)" } + (missing.count > 5 ? ["…"] : [])
      throw Failure(
        .data, "the run has \(first.part.count) parts: name the folder of \(parts.joined(separator: ", ")) too")
    }
    parts = shares
  }

  /// Makes the folder of the whole run of them.
  func join(at path: String) throws {
    let folder = try RunFolder.make(at: path, replacing: false)
    var manifest = parts[0].manifest
    manifest.command = manifest.command.removing(["--part"], flags: [])
    manifest.settings[Part.setting] = nil
    (manifest.status, manifest.ended, manifest.tuning) = (.running, nil, nil)
    try folder.write(manifest)
    let input = RunRecording.inputCopy
    if manifest.inputs.contains(where: { $0.path == "-" }) {
      try copy(parts[0].folder.file(input), to: folder.file(input))
    }
    guard manifest.isSample else { return try joinPoints(folder) }
    guard case .integer(let chains)? = manifest.settings["chains"], (1...10_000).contains(chains) else {
      throw Failure(.data, "'\(parts[0].path)': its manifest is damaged: it does not say how many chains there are")
    }
    for share in parts {
      for number in share.part.places(of: chains) {
        let (from, to) = (share.folder.chain(number), folder.chain(number))
        try copy(from.drawsPath, to: to.drawsPath)
        try copy(from.path, to: to.path)
      }
    }
  }

  private func joinPoints(_ folder: RunFolder) throws {
    let whole = try LineFile(folder.points())
    for share in parts {
      for line in try LineFile(share.folder.points()).lines { whole.append(line) }
    }
    try whole.check()
  }

  private func copy(_ from: String, to: String) throws {
    guard let source = FileHandle(forReadingAtPath: from) else {
      throw Failure(.data, "'\(from)' is not there or cannot be read: the part is not whole")
    }
    try AtomicFile.replace(to) { file in
      while let piece = try source.read(upToCount: 1 << 20), !piece.isEmpty { try file.append(piece) }
    }
  }
}

extension RunManifest {
  /// Why a part is of another run; nil where it is of the same.
  fileprivate func difference(from other: RunManifest) -> String? {
    if program != other.program { return "they were made by \(program) and \(other.program)" }
    if command.first != other.command.first { return "they are of two subcommands" }
    let names = Set(settings.keys).union(other.settings.keys).subtracting([Part.setting]).sorted()
    if let name = names.first(where: { settings[$0] != other.settings[$0] }) {
      return "\(name) is \(settings[name]?.words ?? "") and \(other.settings[name]?.words ?? "")"
    }
    let (files, others) = (inputs.map { [$0.option, $0.sha256] }, other.inputs.map { [$0.option, $0.sha256] })
    if let (file, _) = zip(files, others).first(where: { $0 != $1 }) { return "the file of \(file[0]) is another" }
    let (count, otherCount) = (try? Part(self).count, try? Part(other).count)
    return count == otherCount ? nil : "one is of \(count ?? 1) parts and one of \(otherCount ?? 1)"
  }
}
