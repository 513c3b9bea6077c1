/// How many elements an array has, from extents that a file gives; nil where its bytes are more than can be counted.
///
/// Extents beside one that is 0 are multiplied too, so that no product of some of them is beyond what can be counted.
///
/// - Parameter size: The bytes of an element.
func elementCount(_ extents: [Int], size: Int) -> Int? {
  var bytes = size
  for extent in extents where extent != 0 {
    let (product, isTooLarge) = bytes.multipliedReportingOverflow(by: extent)
    guard extent > 0, !isTooLarge else { return nil }
    bytes = product
  }
  return extents.contains(0) ? 0 : bytes / size
}
