import TestSupport
import Testing

@testable import PosteriorNumerics

@Suite struct LongVectorTests {
  /// Around the length where the kernels begin, with what stands behind the vectors left alone.
  @Test(arguments: Array(0...40) + [100, 1001]) func areThePlainLoops(_ count: Int) {
    var random = GSLRandom(seed: 91, stream: count)
    let (a, b, start) = (random.normals(count + 8), random.normals(count + 8), random.normals(count + 8))
    var plain = start
    for i in 0..<count { plain[i] += 1.7 * a[i] }
    let sums = onEveryInstructionSet {
      var sum = Array(start[..<count])
      var span = sum.mutableSpan
      span.add(1.7, times: a.span.extracting(first: count))
      return sum
    }
    #expect(sums == Array(plain[..<count]))

    let products = onEveryInstructionSet { [a.span.extracting(first: count).dot(b.span.extracting(first: count))] }
    let size = zip(a, b).prefix(count).reduce(0) { $0 + abs($1.0 * $1.1) }
    #expect(abs(products[0] - zip(a, b).prefix(count).reduce(0) { $0 + $1.0 * $1.1 }) <= 1e-15 * Double(count) * size)
  }

  /// What stands before a vector's last elements is not multiplied twice, were it infinite.
  @Test(arguments: 16...24) func infiniteElements(_ count: Int) {
    var a = [Double](repeating: 1, count: count)
    a[8] = .infinity
    #expect(a.dot([Double](repeating: 2, count: count)) == .infinity)
  }

  /// Each number that is too large is found where it stands, a NaN before it or not; one at the bound is not too large.
  @Test(arguments: [1, 7, 8, 9, 16, 40, 1001]) func firstBeyond(_ count: Int) {
    let plain = (0..<count).map { $0 % 3 == 0 ? .nan : $0 % 3 == 1 ? 1e50 : -1e50 }
    #expect(plain.span.firstIndex(beyond: 1e50) == nil)
    for place in 0..<count {
      let far = [-1.1e50, .infinity, 1.1e50, -.infinity][place % 4]
      var numbers = plain
      numbers[place] = far
      if place + 1 < count { numbers[count - 1] = far }
      #expect(onEveryInstructionSet { [Double(numbers.span.firstIndex(beyond: 1e50) ?? -1)] } == [Double(place)])
    }
  }
}
