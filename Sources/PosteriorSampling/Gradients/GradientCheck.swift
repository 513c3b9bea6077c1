/// What ``checkGradient(of:at:examples:tolerance:)`` found: nothing, or what is wrong with which gradient.
public struct GradientCheck: Sendable, CustomStringConvertible {
  /// One thing wrong with one gradient method.
  package struct Problem: Sendable, Hashable, CustomStringConvertible {
    /// The ways in which a gradient can be wrong.
    package enum Kind: Sendable, Hashable {
      /// The gradient differs from the derivative of the function it belongs to.
      case differs
      /// The gradient is infinite or not a number.
      case gradientNotFinite
      /// The function is infinite or not a number here or nearby, so that its gradient cannot be checked.
      case functionNotFinite
      /// The gradient is written where it should be added to what is there.
      case overwrites
      /// The gradient is not proportional to its scale.
      case ignoresScale
      /// Elements beyond the d parameters' are written.
      case writesOutside
      /// The log density that comes with its gradient is another than the one by itself.
      case valueDiffers
      /// There are not as many parameter names as parameters.
      case wrongNameCount
    }

    /// In which way the gradient is wrong.
    package let kind: Kind
    /// The method at fault, with the examples it was asked for.
    package let function: String
    /// The parameter at fault, from 0; nil when all are.
    package let parameter: Int?
    /// The name of the parameter whose component is wrong, where it is one alone.
    package let parameterName: String?
    /// What the method gave.
    package let value: Double
    /// What it should have given: the numerical derivative where there is one.
    package let expected: Double

    /// The problem in one line: the method, the parameter, both numbers.
    package var description: String {
      let place = parameter.map { ", parameter \($0) (\(parameterName ?? "unnamed"))" } ?? ""
      let fault =
        switch kind {
        case .differs: "the gradient is \(value), but the function's numerical derivative is \(expected)"
        case .gradientNotFinite: "the gradient is \(value)"
        case .functionNotFinite: "the function is not finite here (\(value)), so its gradient cannot be checked"
        case .overwrites: "adding to \(value - expected) gave \(value): the gradient must be added, not written"
        case .ignoresScale: "with the scale −2.5 the gradient is \(value) instead of \(expected)"
        case .writesOutside: "writes beyond the gradient's elements"
        case .valueDiffers: "the log density is \(value), but by itself \(expected)"
        case .wrongNameCount: "there are \(Int(value)) names for \(Int(expected)) parameters"
        }
      return "\(function)\(place): \(fault)"
    }
  }

  /// What is wrong, in the order it was found; empty when every gradient agrees.
  package internal(set) var problems: [Problem] = []

  /// Whether every gradient agrees with its function.
  public var isCorrect: Bool { problems.isEmpty }

  /// One line for each problem.
  public var description: String {
    isCorrect ? "every gradient agrees with its function" : problems.map(\.description).joined(separator: "\n")
  }
}

/// Compares a model's gradients with numerical derivatives of its functions: of a ``Posterior`` the prior's, single
/// examples', the sum over a minibatch (with a repeated example), by itself and relative to an anchor, and the whole
/// log density's, by itself and with the log density; of any other ``LogDensity`` the last two.
///
/// Choose a position without special structure, such as a random one: at zero many errors do not show. A function with
/// a kink within about 10⁻³ of the position cannot be checked there.
///
/// - Parameters:
///   - target: The density whose gradients are checked.
///   - position: d elements.
///   - examples: the examples to check; by default the first, a middle and the last. The minibatch is of these, the
///     first of them twice.
///   - tolerance: the relative difference that is still agreement, beside what numerical differentiation itself loses.
public func checkGradient(
  of target: some LogDensity, at position: [Double], examples: [Int]? = nil, tolerance: Double = 1e-6
) -> GradientCheck {
  var checker = GradientChecker(target, at: position, tolerance: tolerance)
  if let model = target.asPosterior { checker.checkTerms(of: model, examples: examples) }
  checker.check("addLogDensityGradient") {
    target.logDensity(at: $0)
  } gradient: { position, _, gradient in
    target.addLogDensityGradient(at: position, to: &gradient)
  }
  if checker.result.isCorrect { checker.checkBoth(of: target) }
  return checker.result
}
