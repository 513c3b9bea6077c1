internal import Foundation

/// A file, or what has come through a pipe, that can be read from its start as often as wanted.
///
/// What comes through a pipe is kept in a file without a name, so that no memory has to hold it.
final class InputFile: Sendable {
  /// What errors call it.
  let name: String
  private let descriptor: Int32
  /// Bytes as they are stored.
  let size: Int

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: What errors call it, where that is not the path.
  ///   - kind: What it should be, for messages.
  /// - Throws: ``DataError`` where it cannot be opened.
  init(_ path: String, named name: String? = nil, kind: String) throws(DataError) {
    let name = name ?? path
    var descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR: throw DataError(name, "there is no such file")
      case EACCES: throw DataError(name, "the file cannot be read: permission denied")
      default: throw DataError(name, "the file cannot be read")
      }
    }
    var status = stat()
    let type = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
    guard type != S_IFDIR else {
      close(descriptor)
      throw DataError(name, "this is a directory; name \(kind)")
    }
    if type != S_IFREG {
      let pipe = descriptor
      defer { close(pipe) }
      let stored = try Self.store(pipe, name)
      fstat(stored, &status)
      descriptor = stored
    }
    self.name = name
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  /// A file of some bytes, which goes when nobody has it any longer.
  init(bytes: [UInt8], named name: String) throws(DataError) {
    descriptor = try Self.stored("what is unpacked", name) { write in bytes.withUnsafeBytes(write) }
    (self.name, size) = (name, bytes.count)
  }

  deinit { close(descriptor) }

  /// Puts the bytes from a place on into a buffer; returns how many, none only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer, from place: Int) throws(DataError) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(place))
      if count >= 0 { return count }
      if errno != EINTR { throw DataError(name, "the file cannot be read") }
    }
  }

  /// Has the system read bytes that will be wanted soon.
  func advise(_ count: Int, from place: Int) {
    posix_fadvise(descriptor, off_t(place), off_t(count), POSIX_FADV_WILLNEED)
  }

  /// All bytes as they are stored.
  func contents() throws(DataError) -> Data {
    // A large file is mapped.
    if size > 1 << 20, let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED {
      return Data(bytesNoCopy: address, count: size, deallocator: .custom { address, size in munmap(address, size) })
    }
    var (contents, block) = (Data(), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let place = contents.count
      let count = try block.withUnsafeMutableBytes { block in
        Result { () throws(DataError) in try read(into: block, from: place) }
      }.get()
      if count == 0 { return contents }
      contents.append(contentsOf: block[..<count])
    }
  }

  /// The file at its start, for another program to read.
  func handle() -> FileHandle {
    lseek(descriptor, 0, SEEK_SET)
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
  }

  /// Puts all that comes through a pipe into a file.
  private static func store(_ pipe: Int32, _ name: String) throws(DataError) -> Int32 {
    try stored("what comes through the pipe", name) { write throws(DataError) in
      var block = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = Foundation.read(pipe, &block, block.count)
        if count == 0 { return true }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw DataError(name, "the file cannot be read") }
        if !block.withUnsafeBytes({ write(UnsafeRawBufferPointer(rebasing: $0[..<count])) }) { return false }
      }
    }
  }

  /// A file that nobody else can open, and that goes when it is closed.
  ///
  /// - Parameter fill: Writes what it holds, and says whether all could be written.
  private static func stored(
    _ what: String, _ name: String,
    _ fill: (_ write: (UnsafeRawBufferPointer) -> Bool) throws(DataError) -> Bool
  ) throws(DataError) -> Int32 {
    let folder = FileManager.default.temporaryDirectory.path
    var path = Array("\(folder)/posterior-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    if descriptor >= 0 {
      unlink(path)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      do throws(DataError) {
        if try fill({ writeAll($0, to: descriptor) }) { return descriptor }
      } catch {
        close(descriptor)
        throw error
      }
    }
    let reason = String(cString: strerror(errno))
    if descriptor >= 0 { close(descriptor) }
    throw DataError(name, "\(what) cannot be kept in \(folder): \(reason); TMPDIR names another folder")
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
      let written = write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
      if written > 0 { done += written } else if errno != EINTR { return false }
    }
    return true
  }
}
