/// The draws of one or more chains of equal length: chain × draw × parameter, in one flat array.
public struct Draws: Sendable, Hashable {
  /// A name for each of the d parameters.
  public let parameterNames: [String]
  /// The number of chains.
  public let chainCount: Int
  /// The number of draws in each chain.
  public let drawsPerChain: Int
  /// The draws, chain after chain, each draw's d parameters side by side.
  public let values: [Double]
  /// How the draws were made, where that is known.
  package var run: Run?

  /// How draws were made.
  public struct Run: Sendable, Hashable, Codable {
    /// The sampler's name, as files and summaries give it.
    package var sampler: String
    /// The seed of all chains.
    package var seed: UInt64
    /// Draws thrown away first, each chain.
    package var burnIn: Int
    /// One draw in so many was kept.
    package var thinning: Int

    /// A note of how draws were made.
    public init(sampler: String, seed: UInt64, burnIn: Int, thinning: Int) {
      self.sampler = sampler
      self.seed = seed
      self.burnIn = burnIn
      self.thinning = thinning
    }
  }

  /// Draws from their values, chain after chain, each draw's parameters side by side.
  ///
  /// `values` holds `chainCount` times as many draws as a chain has, of one element for each name.
  public init(parameterNames: [String], chainCount: Int, values: [Double], run: Run? = nil) {
    precondition(chainCount >= 1, "draws need at least one chain")
    precondition(!parameterNames.isEmpty, "draws need at least one parameter")
    precondition(
      values.count.isMultiple(of: chainCount * parameterNames.count),
      "\(values.count) values do not fill \(chainCount) equal chains of \(parameterNames.count) parameters")
    self.parameterNames = parameterNames
    self.chainCount = chainCount
    drawsPerChain = values.count / (chainCount * parameterNames.count)
    self.values = values
    self.run = run
  }

  /// The chains of several runs on the same parameters and of the same length, one after another.
  ///
  /// The result's ``run`` is the runs' own where they agree on it.
  package init(combining runs: [Draws]) {
    precondition(!runs.isEmpty, "no draws to combine")
    precondition(
      runs.allSatisfy { $0.parameterNames == runs[0].parameterNames && $0.drawsPerChain == runs[0].drawsPerChain },
      "only chains of the same parameters and the same length can be combined")
    var values = runs[0].values
    if runs.count > 1 {
      values.reserveCapacity(runs.reduce(0) { $0 + $1.values.count })
      for run in runs.dropFirst() { values += run.values }
    }
    self.init(
      parameterNames: runs[0].parameterNames, chainCount: runs.reduce(0) { $0 + $1.chainCount }, values: values,
      run: runs.allSatisfy { $0.run == runs[0].run } ? runs[0].run : nil)
  }

  /// The first draws of each chain.
  package func first(_ count: Int) -> Draws {
    precondition(count <= drawsPerChain, "each chain has \(drawsPerChain) draws, not \(count)")
    guard count < drawsPerChain else { return self }
    let (length, kept) = (drawsPerChain * dimension, count * dimension)
    return Draws(
      parameterNames: parameterNames, chainCount: chainCount,
      values: (0..<chainCount).flatMap { values[$0 * length..<$0 * length + kept] })
  }

  /// The number of parameters d.
  public var dimension: Int { parameterNames.count }

  /// The number of a parameter, from its name.
  package func parameter(named name: String) -> Int? { parameterNames.firstIndex(of: name) }

  /// One number: chain, draw and parameter count from 0.
  public subscript(chain: Int, draw: Int, parameter: Int) -> Double {
    values[place(chain, draw, parameter)]
  }

  /// One draw of one chain: d elements.
  public func draw(_ draw: Int, chain: Int) -> [Double] {
    let first = place(chain, draw, 0)
    return Array(values[first..<first + dimension])
  }

  /// One chain's draws of one parameter, in the order they were made.
  public func column(_ parameter: Int, chain: Int) -> [Double] {
    checkParameter(parameter)
    guard drawsPerChain > 0 else { return [] }
    let first = place(chain, 0, parameter)
    return (0..<drawsPerChain).map { values[first + $0 * dimension] }
  }

  /// All chains' draws of one parameter: a row for each chain, a column for each draw.
  public func chains(ofParameter parameter: Int) -> Matrix {
    checkParameter(parameter)
    precondition(drawsPerChain > 0, "the chains have no draws")
    let d = dimension
    let source = values.span
    let column = [Double](unsafeUninitializedCapacity: chainCount * drawsPerChain) { buffer, count in
      for i in 0..<chainCount * drawsPerChain { buffer[i] = source[unchecked: i * d + parameter] }
      count = chainCount * drawsPerChain
    }
    return Matrix(columnCount: drawsPerChain, elements: column)
  }

  private func checkParameter(_ parameter: Int) {
    precondition(parameter >= 0 && parameter < dimension, "no parameter \(parameter) among \(dimension)")
  }

  private func place(_ chain: Int, _ draw: Int, _ parameter: Int) -> Int {
    precondition(chain >= 0 && chain < chainCount, "no chain \(chain) among \(chainCount)")
    precondition(draw >= 0 && draw < drawsPerChain, "no draw \(draw) in chains of \(drawsPerChain)")
    checkParameter(parameter)
    return (chain * drawsPerChain + draw) * dimension + parameter
  }
}
