import Fuzzing
import Testing

/// Mutated files and texts: each is read or refused in one line that is about a place in it, none traps, hangs or takes
/// more memory than its size allows, and what is read is what it can hold. `fuzz READER --only N` shows an input.
@Suite struct FuzzTests {
  @Test(arguments: FuzzReader.all) func soundInputsAreRead(_ reader: FuzzReader) {
    for input in reader.sound {
      #expect(reader.verdict(on: input) == .read, "\(String(decoding: input, as: UTF8.self))")
    }
  }

  @Test(arguments: FuzzReader.all) func mutatedInputsAreReadOrRefused(_ reader: FuzzReader) {
    let report = FuzzRun(reader, seed: 1).run(0..<fuzzCount(10_000))
    #expect(report.failureCount == 0, "\(report.failures)")
    // Inputs come far, and not all of them are sound.
    #expect(report.readCount > report.inputCount / 50 && report.readCount < report.inputCount * 9 / 10)
  }
}
