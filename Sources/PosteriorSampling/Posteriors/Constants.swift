import Foundation

/// ln 2π.
package let logOf2Pi = log(2 * Double.pi)
