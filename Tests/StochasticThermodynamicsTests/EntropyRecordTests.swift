import Testing

@testable import StochasticThermodynamics

/// The sums of the entropy production of segments.
@Suite struct EntropyRecordTests {
  /// Without a current, and where tiny numbers make the predicted mean −0, bins have no width: all is the last one's.
  @Test(arguments: [0, -0.0, 1e-320]) func binsOfNoWidth(_ mean: Double) {
    var record = EntropyRecord(length: 1, predictedMean: mean, batchCount: 1)
    for entropy in [1, -1, 0, 1e-300, .infinity] { record.add(entropy, batch: 0) }
    let batch = record.batches[0]
    #expect(batch.count == 5 && batch.positive.reduce(0, +) == 3 && batch.negative.reduce(0, +) == 2)
    #expect(batch.positive[EntropyRecord.binCount - 1] >= 2)
  }
}
