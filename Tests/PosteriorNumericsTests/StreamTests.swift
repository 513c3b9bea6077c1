import PosteriorNumerics
import Testing

/// Streams by seed and number.
@Suite struct StreamTests {
  @Test(arguments: NamedSource.all) func noTwoStreamsBeginAlike(_ source: NamedSource) {
    var beginnings = Set<UInt64>()
    let (seeds, streams): ([UInt64], Range<Int>) = ([0, 1, 2, 1 << 32, .max], 0..<400)
    for seed in seeds {
      for stream in streams {
        var random = source.make(seed, stream)
        beginnings.insert(random.next())
      }
    }
    #expect(beginnings.count == seeds.count * streams.count)
  }

  @Test(arguments: GSLRandom.Algorithm.allCases) func streamsAreReproducible(_ algorithm: GSLRandom.Algorithm) {
    #expect(GSLRandom(algorithm, seed: 9, stream: 4) == GSLRandom(algorithm, seed: 9, stream: 4))
    #expect(GSLRandom(algorithm, seed: 9, stream: 4) != GSLRandom(algorithm, seed: 9, stream: 5))
    #expect(GSLRandom(algorithm, seed: 9, stream: 4) != GSLRandom(algorithm, seed: 10, stream: 4))
    #expect(GSLRandom(algorithm, seed: 9) == GSLRandom(algorithm, seed: 9, stream: 0))
    #expect(
      GSLRandom(algorithm, stream: StreamSeed(9).child(1)) != GSLRandom(algorithm, stream: StreamSeed(9).child(2)))
    #expect(GSLRandom(algorithm, seed: 9, stream: -1) != GSLRandom(algorithm, seed: 9, stream: 1))
  }

  /// GSL's RANLUX takes the seeds s and 2³² − s for the same, and no seed of ours is above 2³¹.
  @Test func ranluxStreamsAreNotEachOthersNegatives() {
    #expect(GSLRandom(.ranlux, gslSeed: 5) == GSLRandom(.ranlux, gslSeed: 0 &- 5))
    var states = Set<GSLRandom>()
    for stream in 0..<2000 { states.insert(GSLRandom(.ranlux, seed: 1, stream: stream)) }
    #expect(states.count == 2000)
  }

  @Test(arguments: NamedSource.all, [(0, 1), (1, 2), (1, 1 << 20)]) func streamsAreUncorrelated(
    _ source: NamedSource, _ streams: (Int, Int)
  ) {
    var (a, b) = (source.make(51, streams.0), source.make(51, streams.1))
    let n = 100_000
    let (x, y) = (a.normals(n), b.normals(n))
    var (linear, squared) = (0.0, 0.0)
    for i in 0..<n {
      linear += x[i] * y[i]
      squared += (x[i] * x[i] - 1) * (y[i] * y[i] - 1)
    }
    #expect(abs(linear) < 4 * Double(n).squareRoot())
    #expect(abs(squared) < 4 * 2 * Double(n).squareRoot())
  }

  /// One draw from each of many streams is as random as many draws from one: alone, and in pairs of neighbours.
  @Test(arguments: NamedSource.all) func firstDrawsAcrossStreamsAreRandom(_ source: NamedSource) {
    let streamCount = 12_000
    let first = (0..<streamCount).map { stream in
      var random = source.make(52, stream)
      return random.uniform()
    }
    #expect(kolmogorovSmirnov(first) { $0 } < 2.3)
    for lag in [1, 2, 3] {
      var pairs = [Int](repeating: 0, count: 64)
      for i in 0..<streamCount - lag { pairs[Int(8 * first[i]) * 8 + Int(8 * first[i + lag])] += 1 }
      #expect(abs(uniformityDeviation(pairs)) < 4, "lag \(lag)")
    }
  }

  @Test func childrenOfASeedDiffer() {
    let root = StreamSeed(7)
    var seeds: [StreamSeed] = [root, StreamSeed(8), StreamSeed(0)]
    seeds += (-500..<500).map { root.child($0) }
    seeds += (1..<500).map { root.child(Double($0) / 1000) }
    seeds += (0..<100).flatMap { chain in (0..<100).map { root.child(chain).child($0) } }
    seeds += ["", "a", "b", "ab", "ba", "SGLD", "SGWORLD", "ULA", "é"].map { root.child($0) }
    seeds += [root.child("a").child("b"), root.child("b").child("a"), root.child("SG").child("LD")]
    #expect(Set(seeds).count == seeds.count)
  }

  /// Half of the bits change, on average, between a stream and its neighbour.
  @Test func neighbouringSeedsShareNoBits() {
    let changes = (0..<1000).map { (StreamSeed(1).child($0).bits ^ StreamSeed(1).child($0 + 1).bits).nonzeroBitCount }
    // 64 000 bits with standard deviation ½.
    #expect(abs(Double(changes.reduce(0, +)) - 32_000) < 4 * 0.5 * 64_000.0.squareRoot())
  }
}
