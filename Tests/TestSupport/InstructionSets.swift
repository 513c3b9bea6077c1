// Programs with Swift's runtime in them are built without Testing.
#if canImport(Testing)
  internal import CPosteriorKernels
  public import Testing

  /// Expects `values` to give the same bits on every instruction set that the machine has, and returns them.
  @discardableResult
  public func onEveryInstructionSet(
    _ location: SourceLocation = #_sourceLocation, _ values: () -> [Double]
  ) -> [Double] {
    let best = cpk_use_instructions(2)
    let expected = values()
    for most in 0..<best {
      cpk_use_instructions(most)
      let bits = values().map(\.bitPattern)
      #expect(bits == expected.map(\.bitPattern), "instruction set \(most)", sourceLocation: location)
    }
    cpk_use_instructions(best)
    return expected
  }
#endif
