import Foundation
import PosteriorDiagnostics

/// A normal distribution from a JSON file.
struct NormalFile {
  private let path: String
  private let normal: MultivariateNormal

  private struct Wrapped: Decodable { let posterior: MultivariateNormal }

  init(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { throw Failure(.data, "\(path): there is no such file") }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.data, "\(path): the file cannot be read")
    }
    self.path = path
    do {
      let decoder = JSONDecoder()
      do { normal = try decoder.decode(MultivariateNormal.self, from: data) } catch DecodingError.keyNotFound {
        normal = try decoder.decode(Wrapped.self, from: data).posterior
      }
    } catch DecodingError.dataCorrupted(let context) where context.underlyingError is GSLError {
      throw Failure(.data, "\(path): \(context.debugDescription)")
    } catch {
      throw Failure(.data, "\(path): not a normal distribution: {\"mean\": [d numbers], \"covariance\": [d rows of d]}")
    }
  }

  /// The distribution of the parameters of draws, in their order.
  func distribution(of names: [String], in draws: String) throws -> MultivariateNormal {
    let (mean, covariance) = (normal.mean, normal.covariance)
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
