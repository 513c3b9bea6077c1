import Synchronization

/// A model of a Stan library on its data.
///
/// A library compiled with STAN_THREADS=true may be called by any number of threads. Others keep one tape of
/// derivatives for all threads, so that calls wait for each other.
final class StanInstance: @unchecked Sendable {
  let library: StanLibrary
  let name: String
  let coordinateNames: [String]
  let parameterNames: [String]
  private let model: StanLibrary.Model
  private let hasThreads: Bool
  private let turn = Mutex(())
  private let rejection = Mutex<String?>(nil)

  init(_ library: StanLibrary, data: String?, seed: UInt32) throws(StanModelError) {
    let (made, message) = library.message { message in
      guard let data else { return library.construct(nil, seed, message) }
      return data.withCString { library.construct($0, seed, message) }
    }
    guard let model = made else {
      throw StanModelError("the Stan model does not take the data: \(message ?? "no reason given")")
    }
    func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
    func names(_ pointer: UnsafePointer<CChar>?) -> [String] { text(pointer).split(separator: ",").map(Self.indexed) }
    self.library = library
    self.model = model
    name = text(library.name(model))
    hasThreads = text(library.information(model)).contains("STAN_THREADS=true")
    coordinateNames = names(library.coordinateNames(model))
    parameterNames = names(library.parameterNames(model, true, false))
    let counts = (Int(library.coordinateCount(model)), Int(library.parameterCount(model, true, false)))
    guard counts == (coordinateNames.count, parameterNames.count) else {
      throw StanModelError("\(name) has \(counts) coordinates and parameters, and not as many names")
    }
    guard counts.0 > 0 else { throw StanModelError("\(name) has no parameters to draw") }
  }

  deinit { library.destruct(model) }

  /// `theta.1.2`, which Stan writes, as `theta[1,2]`.
  private static func indexed(_ name: Substring) -> String {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 1 ? String(name) : "\(parts[0])[\(parts.dropFirst().joined(separator: ","))]"
  }

  /// Calls the library, alone where it must be. Whether it succeeded; what it says otherwise is kept.
  func call(_ body: (StanLibrary.Model, StanLibrary.Message) -> CInt) -> Bool {
    let (code, message) =
      hasThreads
      ? library.message { body(model, $0) } : turn.withLock { _ in library.message { body(model, $0) } }
    if code != 0 { rejection.withLock { $0 = message ?? "no reason given" } }
    return code == 0
  }

  /// What the library said when it last refused a position; nil where it has not.
  var lastRejection: String? { rejection.withLock(\.self) }
}
