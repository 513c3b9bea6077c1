import Foundation
import PosteriorDiagnostics

/// A normal distribution from a JSON file.
struct NormalFile {
  private let path: String
  private let content: Content

  private struct Content: Decodable {
    let mean: [Double]
    let covariance: Matrix
  }

  private struct Wrapped: Decodable { let posterior: Content }

  init(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { throw Failure(.data, "\(path): there is no such file") }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.data, "\(path): the file cannot be read")
    }
    let decoder = JSONDecoder()
    guard
      let content = (try? decoder.decode(Content.self, from: data))
        ?? (try? decoder.decode(Wrapped.self, from: data).posterior),
      !content.mean.isEmpty, content.covariance.rowCount == content.mean.count,
      content.covariance.columnCount == content.mean.count
    else {
      throw Failure(.data, "\(path): not a normal distribution: {\"mean\": [d numbers], \"covariance\": [d rows of d]}")
    }
    self.path = path
    self.content = content
  }

  /// The distribution of the parameters of draws, in their order.
  func distribution(of names: [String], in draws: String) throws -> MultivariateNormal {
    let (mean, covariance) = (content.mean, content.covariance)
    guard mean.count == names.count else {
      throw Failure(.data, "\(path) has \(mean.count) parameters where \(draws) has \(names.count)")
    }
    for i in names.indices {
      for j in 0..<i
      where abs(covariance[i, j] - covariance[j, i]) > 1e-9 * (abs(covariance[i, j]) + abs(covariance[j, i])) {
        throw Failure(.data, "\(path): the covariance is not symmetric in '\(names[j])' and '\(names[i])'")
      }
    }
    do throws(GSLError) {
      return try MultivariateNormal(mean: mean, covariance: covariance, parameterNames: names)
    } catch {
      throw Failure(.data, "\(path): the covariance is not positive definite")
    }
  }
}
