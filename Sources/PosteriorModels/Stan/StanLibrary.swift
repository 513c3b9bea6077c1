import Foundation

/// The functions of a library that BridgeStan has compiled of a Stan model.
///
/// Their signatures are those of bridgestan.h, version 2: https://roualdes.us/bridgestan/latest/languages/c-api.html. A
/// library that was loaded stays loaded, as Stan's storage for each thread needs.
struct StanLibrary: @unchecked Sendable {
  typealias Model = OpaquePointer
  typealias Message = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  typealias Numbers = UnsafePointer<Double>?
  typealias Results = UnsafeMutablePointer<Double>?

  typealias Construct = @convention(c) (UnsafePointer<CChar>?, UInt32, Message) -> Model?
  typealias Destruct = @convention(c) (Model) -> Void
  typealias FreeMessage = @convention(c) (UnsafeMutablePointer<CChar>?) -> Void
  typealias Text = @convention(c) (Model) -> UnsafePointer<CChar>?
  typealias Names = @convention(c) (Model, Bool, Bool) -> UnsafePointer<CChar>?
  typealias Count = @convention(c) (Model, Bool, Bool) -> CInt
  typealias CoordinateCount = @convention(c) (Model) -> CInt
  typealias Constrain = @convention(c) (Model, Bool, Bool, Numbers, Results, OpaquePointer?, Message) -> CInt
  typealias LogDensity = @convention(c) (Model, Bool, Bool, Numbers, Results, Message) -> CInt
  typealias Gradient = @convention(c) (Model, Bool, Bool, Numbers, Results, Results, Message) -> CInt

  let construct: Construct
  let destruct: Destruct
  let freeMessage: FreeMessage
  let name: Text
  let information: Text
  let parameterNames: Names
  let parameterCount: Count
  let coordinateNames: Text
  let coordinateCount: CoordinateCount
  let constrain: Constrain
  let logDensity: LogDensity
  let gradient: Gradient

  /// Loads a library.
  init(path: String) throws(StanModelError) {
    // A name without a slash would be looked for where the system keeps its libraries.
    let path = URL(fileURLWithPath: path).path
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      let reason = dlerror().map { String(cString: $0) } ?? path
      throw StanModelError("a library of a Stan model cannot be loaded: \(reason)")
    }
    func find<Function>(_ name: String, as type: Function.Type) throws(StanModelError) -> Function {
      guard let address = dlsym(handle, name) else {
        throw StanModelError("\(path) has no function \(name): it is not a model compiled by BridgeStan 2")
      }
      return unsafeBitCast(address, to: type)
    }
    guard let version = dlsym(handle, "bs_major_version")?.load(as: CInt.self), version >= 2 else {
      throw StanModelError("\(path) is not a model compiled by BridgeStan 2: it has no such bs_major_version")
    }
    construct = try find("bs_model_construct", as: Construct.self)
    destruct = try find("bs_model_destruct", as: Destruct.self)
    freeMessage = try find("bs_free_error_msg", as: FreeMessage.self)
    name = try find("bs_name", as: Text.self)
    information = try find("bs_model_info", as: Text.self)
    parameterNames = try find("bs_param_names", as: Names.self)
    parameterCount = try find("bs_param_num", as: Count.self)
    coordinateNames = try find("bs_param_unc_names", as: Text.self)
    coordinateCount = try find("bs_param_unc_num", as: CoordinateCount.self)
    constrain = try find("bs_param_constrain", as: Constrain.self)
    logDensity = try find("bs_log_density", as: LogDensity.self)
    gradient = try find("bs_log_density_gradient", as: Gradient.self)
  }

  /// Calls a function that may leave a message, and takes the message from it; nil where there is none.
  func message<Result>(_ body: (Message) -> Result) -> (result: Result, message: String?) {
    var message: UnsafeMutablePointer<CChar>?
    let result = body(&message)
    guard let message else { return (result, nil) }
    defer { freeMessage(message) }
    return (result, String(cString: message).trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
