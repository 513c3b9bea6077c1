internal import CPosteriorKernels

extension UnaryFunction {
  /// The kernels' number of the function.
  var opcode: Int {
    switch self {
    case .negate: CPK_NEGATE
    case .reciprocal: CPK_RECIPROCAL
    case .square: CPK_SQUARE
    case .exp: CPK_EXP
    case .expm1: CPK_EXPM1
    case .log: CPK_LOG
    case .log1p: CPK_LOG1P
    case .sqrt: CPK_SQRT
    case .abs: CPK_ABS
    case .sign: CPK_SIGN
    case .sin: CPK_SIN
    case .cos: CPK_COS
    case .arctangent: CPK_ARCTANGENT
    case .tanh: CPK_TANH
    case .logistic: CPK_LOGISTIC
    case .softplus: CPK_SOFTPLUS
    case .logGamma: CPK_LOG_GAMMA
    case .digamma: CPK_DIGAMMA
    case .normalCDF: CPK_NORMAL_CDF
    case .logNormalCDF: CPK_LOG_NORMAL_CDF
    }
  }
}

extension BinaryFunction {
  /// The kernels' number of the function.
  var opcode: Int {
    switch self {
    case .add: CPK_ADD
    case .subtract: CPK_SUBTRACT
    case .multiply: CPK_MULTIPLY
    case .divide: CPK_DIVIDE
    case .power: CPK_POWER
    case .minimum: CPK_MINIMUM
    case .maximum: CPK_MAXIMUM
    case .logAddExp: CPK_LOG_ADD_EXP
    case .less: CPK_LESS
    case .lessOrEqual: CPK_LESS_OR_EQUAL
    case .equal: CPK_EQUAL
    case .gammaCDF: CPK_GAMMA_CDF
    case .gammaTail: CPK_GAMMA_TAIL
    case .studentCDF: CPK_STUDENT_CDF
    }
  }
}

/// A kernel's function of single values, over arrays of one length or of one value.
func kernelValues(of opcode: Int, _ operands: [[Double]]) -> [Double] {
  let count = operands.map(\.count).max() ?? 0
  let full = operands.map { $0.count == count ? $0 : [Double](repeating: $0[0], count: count) }
  var result = [Double](repeating: 0, count: count)
  cpk_apply(
    Int32(opcode), full[0], full[full.count > 1 ? 1 : 0], full[full.count > 2 ? 2 : 0], &result, count)
  return result
}
