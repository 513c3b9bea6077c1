import Dispatch
import Foundation

/// Ctrl-C: the first one ends the work in good order, the second one at once.
final class Interrupt {
  private let source: any DispatchSourceSignal

  init(_ action: @escaping @Sendable () -> Void) {
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      signal(SIGINT, SIG_DFL)
      StandardError.write("\nposterior: stopping; what is finished will be written (Ctrl-C again to drop it)\n")
      action()
    }
    source.resume()
  }

  func stop() {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }
}
