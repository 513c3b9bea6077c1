import Foundation
import PosteriorSampling
import Testing

@Suite struct NormalCodingTests {
  static func decode(_ text: String) throws -> MultivariateNormal {
    try JSONDecoder().decode(MultivariateNormal.self, from: Data(text.utf8))
  }

  @Test func roundTripsThroughJSON() throws {
    let normal = try MultivariateNormal(
      mean: [1, -2], covariance: Matrix(columnCount: 2, elements: [2, 0.5, 0.5, 1]), parameterNames: ["a", "b"])
    let data = try JSONEncoder().encode(normal)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(Set(object.keys) == ["mean", "covariance"])
    let back = try JSONDecoder().decode(MultivariateNormal.self, from: data)
    #expect(back == normal && back.hashValue == normal.hashValue && back.cholesky == normal.cholesky)
  }

  @Test(arguments: [
    (#"{"mean": [0, 0], "covariance": [[1], [1]]}"#, false), (#"{"mean": [], "covariance": []}"#, false),
    (#"{"mean": [0], "covariance": [[-1]]}"#, true),
  ]) func refusesWhatIsNoNormal(_ text: String, isIndefinite: Bool) throws {
    do {
      _ = try Self.decode(text)
      Issue.record("decoded")
    } catch DecodingError.dataCorrupted(let context) {
      #expect((context.underlyingError is GSLError) == isIndefinite)
    }
  }
}
