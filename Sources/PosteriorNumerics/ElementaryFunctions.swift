internal import CPosteriorKernels

// Eight at a time, to within 2½ units in the last place, and the same bits on every machine: see elementary.h.
extension MutableSpan<Double> {
  /// Replaces every x by eˣ.
  package mutating func formExponentials() {
    withUnsafeMutableBufferPointer { cpk_exp($0.baseAddress, $0.count) }
  }

  /// Replaces every x by tanh x.
  package mutating func formHyperbolicTangents() {
    withUnsafeMutableBufferPointer { cpk_tanh($0.baseAddress, $0.count) }
  }

  /// Replaces every x by 1/(1 + e⁻ˣ).
  package mutating func formLogistics() {
    withUnsafeMutableBufferPointer { cpk_logistic($0.baseAddress, $0.count) }
  }
}
