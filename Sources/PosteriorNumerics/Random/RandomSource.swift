import Foundation

/// A source of random numbers: every draw in this library comes from one that the caller passes.
///
/// Only `next()` must be written; a source that fills buffers faster overrides the rest. Being a
/// `RandomNumberGenerator` too, it also drives the standard library (`shuffled(using:)`, `Double.random(in:using:)`).
public protocol RandomSource: RandomNumberGenerator, Sendable {
  /// One standard normal. To draw many, fill a buffer instead.
  mutating func normal() -> Double

  /// Fills the buffer with standard normals.
  mutating func fillNormal(_ buffer: inout MutableSpan<Double>)

  /// Fills the buffer with uniforms on the open interval (0, 1).
  mutating func fillUniform(_ buffer: inout MutableSpan<Double>)

  /// Fills the buffer's first `count` places with indices drawn independently and uniformly from `0..<bound`.
  mutating func fillIndices(_ buffer: inout MutableSpan<Int32>, first count: Int, below bound: Int)

  /// Shuffles until the first `chosen` places hold a uniformly random ordered subset of the items; all of them
  /// when `chosen` is the count. The other places hold the rest in no promised order.
  mutating func shuffle(_ items: inout MutableSpan<Int32>, choosing chosen: Int)
}

extension RandomSource {
  /// One uniform on the open interval (0, 1): an odd multiple of 2⁻⁵³.
  public mutating func uniform() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

  /// An array of `count` independent standard normals.
  public mutating func normals(_ count: Int) -> [Double] {
    var values = [Double](repeating: 0, count: count)
    var span = values.mutableSpan
    fillNormal(&span)
    return values
  }

  /// A uniformly random permutation of `0..<count`.
  public mutating func permutation(_ count: Int) -> [Int32] { subset(count, of: count) }

  /// A uniformly random ordered subset of `0..<count`, without repeats.
  public mutating func subset(_ size: Int, of count: Int) -> [Int32] {
    precondition(size >= 0 && size <= count, "no subset of \(size) among \(count)")
    var items = (0..<Int32(count)).map { $0 }
    var span = items.mutableSpan
    shuffle(&span, choosing: size)
    return Array(items.prefix(size))
  }
}

// What any generator of 64-bit words can do.
extension RandomSource {
  /// One standard normal by Box and Muller's method.
  public mutating func normal() -> Double { sqrt(-2 * log(uniform())) * cos(2 * Double.pi * uniform()) }

  /// Fills the buffer with standard normals, one at a time.
  public mutating func fillNormal(_ buffer: inout MutableSpan<Double>) {
    for i in 0..<buffer.count { buffer[i] = normal() }
  }

  /// Fills the buffer with uniforms on (0, 1), 52 bits each.
  public mutating func fillUniform(_ buffer: inout MutableSpan<Double>) {
    for i in 0..<buffer.count { buffer[i] = uniform() }
  }

  /// Fills the buffer's first places with independent uniform indices.
  public mutating func fillIndices(_ buffer: inout MutableSpan<Int32>, first count: Int, below bound: Int) {
    for i in 0..<count { buffer[i] = Int32(next(upperBound: UInt64(bound))) }
  }

  /// Fisher and Yates's shuffle, stopped after `chosen` places.
  public mutating func shuffle(_ items: inout MutableSpan<Int32>, choosing chosen: Int) {
    for i in 0..<chosen { items.swapAt(i, i + Int(next(upperBound: UInt64(items.count - i)))) }
  }

  /// A draw from the gamma distribution with the given shape and scale 1, by the method of Marsaglia and Tsang
  /// (ACM TOMS 26, 2000). Beneath it are this source's own normals; GSL's `gsl_ran_gamma` takes 24-bit ones.
  package mutating func gamma(shape: Double) -> Double {
    precondition(shape > 0, "a gamma distribution's shape must be positive, not \(shape)")
    if shape < 1 { return gamma(shape: shape + 1) * pow(uniform(), 1 / shape) }
    let d = shape - 1.0 / 3
    let c = 1 / sqrt(9 * d)
    while true {
      let x = normal()
      let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
      if v > 0, log(uniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }
}
