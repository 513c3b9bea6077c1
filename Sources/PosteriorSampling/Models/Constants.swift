import Foundation

/// ln 2π.
let logOf2Pi = log(2 * Double.pi)
