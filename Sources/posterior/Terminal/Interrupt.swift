import Dispatch
import Foundation
import Synchronization

/// Ctrl-C, or a request to terminate: the first one ends the work in good order, the second one at once.
final class Interrupt {
  private let sources: [any DispatchSourceSignal]
  private static let signals = [SIGINT, SIGTERM]
  private static let received = Atomic<Int32>(SIGINT)

  /// The exit code of a program that a signal ended: 128 + the last one that came.
  static var exitCode: Int32 { 128 + received.load(ordering: .relaxed) }

  init(_ action: @escaping @Sendable () -> Void) {
    sources = Self.signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        Self.received.store(number, ordering: .relaxed)
        for number in Self.signals { signal(number, SIG_DFL) }
        StandardError.write("\nposterior: stopping; what is finished will be written (Ctrl-C again to drop it)\n")
        action()
      }
      source.resume()
      return source
    }
  }

  func stop() {
    for source in sources { source.cancel() }
    for number in Self.signals { signal(number, SIG_DFL) }
  }
}
