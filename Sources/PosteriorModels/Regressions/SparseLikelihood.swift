internal import CPosteriorKernels
import Foundation

/// The likelihood of a regression on a sparse design, as its C kernels read it.
struct SparseLikelihood: Sendable {
  let design: SparseMatrix
  /// 1/σ² of normal responses; 1 of others.
  let precision: Double
  private let responses: Responses
  private let logFactorials: [Double]

  /// The responses in the form of their kernel.
  private enum Responses {
    case numbers([Double])
    case signs([Int8])
    case counts([Int])
  }

  init(_ family: RegressionFamily, _ design: SparseMatrix, _ responses: [Double]) {
    precondition(responses.count == design.rowCount, "\(responses.count) responses for \(design.rowCount) examples")
    precondition(responses.allSatisfy(family.allows), "responses must be those of the family")
    self.design = design
    switch family {
    case .linear(let deviation):
      precision = PosteriorModels.precision(ofNoise: deviation)
      (self.responses, logFactorials) = (.numbers(responses), [])
    case .logistic: (self.responses, logFactorials, precision) = (.signs(responses.map { $0 == 1 ? 1 : -1 }), [], 1)
    case .poisson:
      logFactorials = responses.map { SpecialFunctions.logGamma($0 + 1) }
      (self.responses, precision) = (.counts(responses.map { Int($0) }), 1)
    }
  }

  /// Σ ln p(yᵢ | θ) over some examples, or over all where none are given.
  ///
  /// - Parameters:
  ///   - examples: The examples' indices.
  ///   - position: θ.
  ///   - scale: A factor of what is added to the gradient.
  ///   - gradient: What scale · Σ ∇ ln p(yᵢ | θ) is added to; nil where the value suffices.
  @discardableResult
  func sum(
    over examples: UnsafeBufferPointer<Int32>? = nil, at position: Span<Double>, scaledBy scale: Double = 1,
    addingGradientTo gradient: UnsafeMutableBufferPointer<Double>? = nil
  ) -> Double {
    precondition(gradient?.count ?? design.columnCount == design.columnCount, "vectors of different lengths")
    let pass = cpk_sparse_pass(
      notes: nil, scores: nil, gradient: gradient?.baseAddress, scale: scale * precision)
    let value = run(pass, over: examples, at: position)
    guard case .numbers = responses else { return value }
    let constant: Double = 0.5 * (log(precision) - logOf2Pi)
    return precision * value + Double(examples?.count ?? design.rowCount) * constant
  }

  /// Every example's score, of a noise of 1.
  func scores(at position: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: design.rowCount) { scores, count in
      scores.initialize(repeating: 0)
      count = design.rowCount
      _ = run(
        cpk_sparse_pass(notes: nil, scores: scores.baseAddress, gradient: nil, scale: 0), over: nil, at: position.span)
    }
  }

  private func run(
    _ pass: cpk_sparse_pass, over examples: UnsafeBufferPointer<Int32>?, at position: Span<Double>
  ) -> Double {
    precondition(position.count == design.columnCount, "vectors of different lengths")
    var (pass, value) = (pass, 0.0)
    let isDone = withKernel { kernel in
      var kernel = kernel
      return position.withUnsafeBufferPointer { position in
        cpk_pass_sparse_regression(
          &kernel, examples?.baseAddress, examples?.count ?? design.rowCount, position.baseAddress, &pass, &value)
      }
    }
    precondition(isDone != 0, "an example's index is outside 0..<\(design.rowCount)")
    return value
  }

  /// Calls `body` with what C reads, which is there as long as it runs.
  func withKernel<Result>(_ body: (cpk_sparse_regression) -> Result) -> Result {
    // An array that is passed as a pointer is lent until the call returns.
    func read(
      _ family: Int, _ starts: UnsafeRawPointer, _ places: UnsafePointer<Int32>, _ values: UnsafePointer<Double>,
      _ responses: UnsafeRawPointer, _ logFactorials: UnsafePointer<Double>
    ) -> Result {
      body(
        cpk_sparse_regression(
          family: Int32(family), rows: design.rowCount, columns: design.columnCount,
          starts: starts.assumingMemoryBound(to: Int64.self), places: places, values: values, responses: responses,
          log_factorials: logFactorials))
    }
    let (starts, columns, values) = (design.rowStarts, design.columns, design.values)
    return switch responses {
    case .numbers(let numbers): read(CPK_NORMAL, starts, columns, values, numbers, logFactorials)
    case .signs(let signs): read(CPK_BERNOULLI, starts, columns, values, signs, logFactorials)
    case .counts(let counts): read(CPK_POISSON, starts, columns, values, counts, logFactorials)
    }
  }
}
