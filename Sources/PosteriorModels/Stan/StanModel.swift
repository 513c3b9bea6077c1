/// A model in Stan's language, compiled by BridgeStan: for full-gradient samplers, such as `NUTS`.
///
///     let model = try StanModel(library: "eight_schools_model.so", data: "eight_schools.json")
///     let draws = try await NUTS(model, stepSize: 1).selfTuning().draws(from: starts, count: 1000)
///
/// Samplers move in Stan's unconstrained coordinates, the Jacobian included. ``report(_:into:)`` gives parameters and
/// transformed parameters on the scale of the program. Stan does not say which part of the density belongs to which
/// example, so that there are no minibatches. The library is code, which runs in this process.
///
/// Roualdes, Ward, Carpenter, Seyboldt & Axen, JOSS 8 (2023) 5236, doi:10.21105/joss.05236.
public struct StanModel: LogDensity, CustomStringConvertible {
  private let instance: StanInstance

  /// Loads a library and gives its model the data.
  ///
  /// - Parameters:
  ///   - path: The shared library, such as `bernoulli_model.so`.
  ///   - data: A file of Stan's JSON, whose name ends in .json, or JSON itself; nil for a model without data.
  ///   - seed: What a model's own random numbers start from, in its block of transformed data.
  /// - Throws: ``StanModelError`` when the library cannot be loaded, or does not take the data.
  public init(library path: String, data: String? = nil, seed: UInt32 = 1) throws(StanModelError) {
    instance = try StanInstance(StanLibrary(path: path), data: data, seed: seed)
  }

  /// The name of the Stan program, with its numbers of parameters.
  public var description: String {
    "\(instance.name): \(reportedNames.count) values of \(dimension) unconstrained coordinates"
  }

  /// The number of unconstrained coordinates.
  public var dimension: Int { instance.coordinateNames.count }

  /// Stan's names of the unconstrained coordinates.
  public var parameterNames: [String] { instance.coordinateNames }

  /// The names of parameters and transformed parameters, such as `theta[1]`.
  public var reportedNames: [String] { instance.parameterNames }

  /// What Stan said of the last position that it refused, such as a scale that is not positive; nil if it refused none.
  public var lastRejection: String? { instance.lastRejection }

  /// ln p with all constants, in unconstrained coordinates; −∞ where Stan refuses the position.
  public func logDensity(at position: Span<Double>) -> Double {
    checkCount(position.count)
    var value = 0.0
    let isDone = position.withUnsafeBufferPointer { position in
      instance.call { model, message in
        instance.library.logDensity(model, false, true, position.baseAddress, &value, message)
      }
    }
    return isDone ? value : -.infinity
  }

  /// Adds ∇ ln p in unconstrained coordinates; NaN where Stan refuses the position.
  public func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    _ = addGradient(at: position, to: &gradient, leavingOutConstants: true)
  }

  /// Both by one call of Stan's; −∞ and NaN where Stan refuses the position.
  public func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    addGradient(at: position, to: &gradient, leavingOutConstants: false)
  }

  private func addGradient(
    at position: Span<Double>, to gradient: inout MutableSpan<Double>, leavingOutConstants: Bool
  ) -> Double {
    checkCount(position.count)
    precondition(gradient.count == dimension, "a gradient needs \(dimension) elements, not \(gradient.count)")
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: dimension) { own in
      own.initialize(repeating: 0)
      var value = 0.0
      let isDone = position.withUnsafeBufferPointer {
        write(own, &value, at: $0, leavingOutConstants: leavingOutConstants)
      }
      for j in 0..<gradient.count { gradient[j] += isDone ? own[j] : .nan }
      return isDone ? value : -.infinity
    }
  }

  /// Has Stan write the gradient and the value; returns whether it took the position.
  private func write(
    _ gradient: UnsafeMutableBufferPointer<Double>, _ value: inout Double, at position: UnsafeBufferPointer<Double>,
    leavingOutConstants: Bool
  ) -> Bool {
    instance.call { model, message in
      instance.library.gradient(
        model, leavingOutConstants, true, position.baseAddress, &value, gradient.baseAddress, message)
    }
  }

  /// Writes parameters and transformed parameters in the order of ``reportedNames``; NaN where Stan refuses the
  /// position.
  public func report(_ position: Span<Double>, into values: inout MutableSpan<Double>) {
    checkCount(position.count)
    precondition(values.count == reportedNames.count, "\(reportedNames.count) values do not fit \(values.count)")
    let isDone = values.withBuffers(and: position) { values, position in
      instance.call { model, message in
        instance.library.constrain(model, true, false, position.baseAddress, values.baseAddress, nil, message)
      }
    }
    if !isDone { for j in 0..<values.count { values[j] = .nan } }
  }

  private func checkCount(_ count: Int) {
    precondition(count == dimension, "a position needs \(dimension) elements, not \(count)")
  }
}

/// Why a Stan model cannot be used, in a sentence.
public struct StanModelError: Error, CustomStringConvertible, Sendable {
  /// What is wrong, with the library's own words where it gave some.
  public let description: String

  init(_ description: String) { self.description = description }
}
