import Foundation
import Synchronization

/// Requests to end: Ctrl-C, termination, and a terminal that is closed.
///
/// A thread of its own waits for them, since every other one may be at work. The first request ends the work in good
/// order; what has not ended after a second, or is asked again, ends at once.
enum Interrupt {
  private struct Work: Sendable {
    let cancel: @Sendable () -> Void
    /// What to say when the work is ended at once.
    let words: String
  }

  private static let work = Mutex<Work?>(nil)
  private static let isTold = Atomic(false)
  private static let received = Atomic<Int32>(SIGINT)

  /// The exit code of a program that a signal ended: 128 + the last one that came.
  static var exitCode: Int32 { 128 + received.load(ordering: .relaxed) }

  /// The ends of a pipe through which a signal's handler tells the thread: a handler can do little else.
  private static let channel: (reading: Int32, writing: Int32) = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }()

  /// Begins to wait.
  static func watch() {
    let reading = channel.reading
    guard reading >= 0 else { return }
    Thread.detachNewThread {
      while let number = next(from: reading, patience: -1) {
        received.store(number, ordering: .relaxed)
        guard let work = work.withLock({ $0 }) else { _exit(128 + number) }
        StandardError.write("\nposterior: stopping\n")
        work.cancel()
        let second = next(from: reading, patience: 850)
        if !isTold.load(ordering: .relaxed) { StandardError.say(work.words) }
        _exit(128 + (second ?? number))
      }
    }
    // What the caller has the program ignore, as nohup does, stays ignored.
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      signal(number) { number in
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Interrupt.channel.writing, &byte, 1)
      }
    }
  }

  /// The next signal; nil where none comes within some milliseconds.
  private static func next(from reading: Int32, patience: Int32) -> Int32? {
    var (request, byte) = (pollfd(fd: reading, events: Int16(POLLIN), revents: 0), UInt8(0))
    var ready: Int32
    // The handler may run on this very thread.
    repeat { ready = poll(&request, 1, patience) } while ready < 0 && errno == EINTR
    guard ready == 1, read(reading, &byte, 1) == 1 else { return nil }
    return Int32(byte)
  }

  /// Has requests cancel some work.
  ///
  /// - Parameter words: What to say when the work is ended at once.
  static func begin(_ words: String, cancel: @escaping @Sendable () -> Void) {
    work.withLock { $0 = Work(cancel: cancel, words: words) }
  }

  /// Has requests end the program at once again.
  static func end() { work.withLock { $0 = nil } }

  /// Waits for the second to be over, once what there is to say is said.
  static func waitForEnd() async -> Never {
    isTold.store(true, ordering: .relaxed)
    while true { try? await Task.sleep(for: .seconds(1)) }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
