import Foundation
import PosteriorDiagnostics

/// A normal distribution from a JSON file, which may name its parameters.
struct NormalFile {
  private let path: String
  private let normal: MultivariateNormal
  /// The parameters' names; nil where the file does not say.
  let names: [String]?

  private struct Wrapped: Decodable { let posterior: MultivariateNormal }
  private struct Names: Decodable { let parameterNames: [String]? }

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
      names = try decoder.decode(Names.self, from: data).parameterNames
    } catch DecodingError.dataCorrupted(let context) where context.underlyingError is GSLError {
      throw Failure(.data, "\(path): \(context.debugDescription)")
    } catch {
      throw Failure(
        .data,
        "\(path): not a normal distribution: {\"mean\": [d numbers], \"covariance\": [d rows of d]}, and "
          + "\"parameterNames\": [d names] if they are to be matched by name")
    }
    if let names, names.count != normal.dimension || Set(names).count != names.count {
      throw Failure(.data, "\(path): parameterNames must be \(normal.dimension) different names")
    }
  }

  /// The distribution of the parameters of draws, in their order: those of their names, or all where the file names
  /// none.
  func distribution(of names: [String], in draws: String) throws -> MultivariateNormal {
    let places = self.names.map { own in names.compactMap { own.firstIndex(of: $0) } } ?? Array(normal.mean.indices)
    guard places.count == names.count else {
      throw Failure(.data, "\(path) has \(places.count) parameters where \(draws) has \(names.count)")
    }
    let mean = places.map { normal.mean[$0] }
    let covariance = Matrix(
      columnCount: places.count, elements: places.flatMap { i in places.map { normal.covariance[i, $0] } })
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
