import Foundation
import PosteriorSampling

/// 24 examples that a few lines of Python make too: i = np.arange(24).
enum TestData {
  /// np.column_stack([np.ones(24), 1.5 * np.sin(1 + i), np.cos(2.0 * i)])
  static let design = Matrix(
    columnCount: 3, elements: (0..<24).flatMap { [1, 1.5 * sin(Double(1 + $0)), cos(2 * Double($0))] })
  /// ((7*i*i + 3*i) % 11 < 5).astype(int)
  static let labels = (0..<24).map { (7 * $0 * $0 + 3 * $0) % 11 < 5 ? 1 : 0 }
  /// (5*i + i*i//3) % 3
  static let classes = (0..<24).map { (5 * $0 + $0 * $0 / 3) % 3 }
  /// (i*i + 2*i) % 7
  static let counts = (0..<24).map { ($0 * $0 + 2 * $0) % 7 }
  /// 0.5 + i % 4
  static let exposures = (0..<24).map { 0.5 + Double($0 % 4) }
  /// Responses around a curve.
  static let responses = (0..<24).map { cos(3 * Double($0)) + 0.1 * Double($0) }
}
