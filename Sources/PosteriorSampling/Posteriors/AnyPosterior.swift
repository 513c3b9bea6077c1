/// A model whose type is decided at run time, as by a command's options. It hides nothing that the model can do.
///
/// The gradient of many examples is one indirect call, so that samplers are compiled once for all models at little
/// cost.
public struct AnyPosterior: PosteriorWrapper {
  /// The model itself, of whatever type.
  public let base: any Posterior

  /// Wraps a model of any type.
  public init(_ base: any Posterior) { self.base = base }

  /// All that the model declares.
  public var capabilities: Capabilities { base.capabilities }

  /// Handed on from the base.
  public func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    base.logDensity(at: position, addingGradientTo: &gradient)
  }
}
