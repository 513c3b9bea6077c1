/// The derivative of a function along one of its coordinates, by central differences of sixth order.
///
/// - Returns: The derivative, and the step of the differences: a ten-thousandth of the coordinate.
func sixthOrderDifference(
  along j: Int, at position: [Double], of value: ([Double]) -> Double
) -> (derivative: Double, step: Double) {
  let step = 1e-4 * (position[j] == 0 ? 1 : abs(position[j]))
  func shifted(_ count: Double) -> Double {
    var moved = position
    moved[j] += count * step
    return value(moved)
  }
  let sum = 45 * (shifted(1) - shifted(-1)) - 9 * (shifted(2) - shifted(-2)) + shifted(3) - shifted(-3)
  return (sum / (60 * step), step)
}
