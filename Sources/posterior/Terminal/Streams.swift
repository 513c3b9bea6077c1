import Foundation

/// The three standard streams.
enum Streams {
  /// Makes sure that no file of the program's own gets the number of a stream that is closed, and that a pipe whose
  /// reader is gone, and a file as long as it may be, are errors to be told and not the end.
  static func protect() {
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    // Read-only, so that a result that nobody can read is an error too.
    var descriptor = open("/dev/null", O_RDONLY)
    while descriptor >= 0, descriptor <= STDERR_FILENO { descriptor = open("/dev/null", O_RDONLY) }
    if descriptor > STDERR_FILENO { close(descriptor) }
  }
}
