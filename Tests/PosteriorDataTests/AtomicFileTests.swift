import Foundation
import PosteriorData
import Testing

/// Files that are whole or absent, and their checksums.
@Suite struct AtomicFileTests {
  /// The examples of FIPS 180-4, and lengths around a block's.
  @Test func checksums() {
    func sha256(_ text: String) -> String { SHA256.hexadecimal(Data(text.utf8)) }
    #expect(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      sha256(String(repeating: "a", count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    let slice = Data("xxabc".utf8).dropFirst(2)
    #expect(SHA256.hexadecimal(slice) == sha256("abc"))
  }

  @Test func replacesAFileByAWholeOne() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a").path
    try AtomicFile.check(path)
    #expect(!FileManager.default.fileExists(atPath: path))
    try AtomicFile.write(Data("old".utf8), to: path)
    try AtomicFile.write(Data("new".utf8), to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    // A link stays one, also one that leads nowhere yet.
    let link = folder.appending(path: "link").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "b")
    try AtomicFile.check(link)
    try AtomicFile.write(Data("linked".utf8), to: link)
    #expect(try String(contentsOf: folder.appending(path: "b"), encoding: .utf8) == "linked")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "b")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a", "b", "link"])
    // Files that a user calls so are not touched, and a link of such a name is not followed.
    let (own, precious) = (folder.appending(path: "a.partial"), folder.appending(path: "precious"))
    for file in [own, precious] { try Data("own".utf8).write(to: file) }
    try FileManager.default.createSymbolicLink(atPath: path + "2.partial", withDestinationPath: precious.path)
    for name in [path, path + "2"] {
      try AtomicFile.check(name)
      try AtomicFile.write(Data("newer".utf8), to: name)
    }
    for file in [own, precious] { #expect(try String(contentsOf: file, encoding: .utf8) == "own") }
    #expect(throws: WriteError.self) { try AtomicFile.check(folder.path) }
    #expect(throws: WriteError.self) { try AtomicFile.check(folder.path + "/none/a") }
    // A full disk.
    #expect(throws: WriteError.self) { try AtomicFile.write(Data("x".utf8), to: "/dev/full") }
  }
}
