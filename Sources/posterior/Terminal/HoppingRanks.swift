import PosteriorSampling

#if MPI
  import CMPI
  import Foundation
  import Synchronization
#endif

/// Takes steps where rows are: each block of rows is a rank's, to which a chain's state goes for its steps on that
/// block, and from which it comes back.
///
/// Draws are made and saved by the rank whose share the chain is. So nothing else knows of this.
final class HoppingRanks: Sendable {
  private let sampler: AnySampler

  /// The most seconds that a message waits until somebody looks.
  static let longestPause = 2e-4

  #if MPI
    private let tag = Atomic(0)
    private let isOver = Atomic(false)
    private let hasEnded = DispatchSemaphore(value: 0)
  #endif

  /// Begins to take steps for the other ranks.
  init(_ sampler: AnySampler) throws {
    self.sampler = sampler
    #if MPI
      guard cmpi_takes_all_threads() != 0 else {
        throw Failure(.usage, "chains hop from rank to rank where MPI takes all threads, and this one does not")
      }
      Thread.detachNewThread { [self] in
        while let (request, rank) = Message.next(tag: 0, unless: { isOver.load(ordering: .relaxed) }) {
          Thread.detachNewThread { [self] in answer(request, to: rank) }
        }
        hasEnded.signal()
      }
    #endif
  }

  /// The sampler, whose steps are taken where the rows are.
  var carried: AnySampler {
    #if MPI
      sampler.carried { [self] in carry($0) }
    #else
      sampler
    #endif
  }

  /// Ends this, once no rank has steps left.
  func end() {
    #if MPI
      isOver.store(true, ordering: .relaxed)
      hasEnded.wait()
    #endif
  }
}

#if MPI
  extension HoppingRanks {
    /// Has the rank of a block take a hop's steps; nil where that is this one, or they went wrong there. So they do
    /// here, when they are taken again.
    private func carry(_ hop: AnySampler.Hop) -> AnySampler.Landing? {
      let rank = hop.block % Ranks.count
      guard rank != Ranks.number, let chain = try? hop.chain.data() else { return nil }
      // Of the hops under way each has a tag of its own.
      let tag = self.tag.wrappingAdd(1, ordering: .relaxed).newValue % 0x4000 + 1
      let words = [tag, hop.block, hop.steps, hop.isTraced ? 1 : 0].map { Double($0) }
      Message(numbers: words, chain: chain).send(to: rank, tag: 0)
      guard let (answer, _) = Message.next(from: rank, tag: tag), !answer.chain.isEmpty else { return nil }
      return (try? Checkpoint(answer.chain, of: sampler)).map { ($0, answer.numbers) }
    }

    /// Takes the steps that a rank has asked for.
    private func answer(_ request: Message, to rank: Int) {
      let words = request.numbers.map { Int($0) }
      var answer = Message(numbers: [], chain: Data())
      if let chain = try? Checkpoint(request.chain, of: sampler) {
        let hop = AnySampler.Hop(block: words[1], chain: chain, steps: words[2], isTraced: words[3] == 1)
        if let landing = try? sampler.take(hop), let data = try? landing.chain.data() {
          answer = Message(numbers: landing.trace, chain: data)
        }
      }
      answer.send(to: rank, tag: words[0])
    }
  }

  /// What ranks say to each other: numbers, and a chain.
  private struct Message {
    var numbers: [Double]
    var chain: Data

    func send(to rank: Int, tag: Int) {
      var bytes = withUnsafeBytes(of: numbers.count) { Data($0) }
      numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
      bytes.append(chain)
      bytes.withUnsafeBytes { cmpi_send($0.baseAddress, Int32($0.count), Int32(rank), Int32(tag)) }
    }

    /// Waits for the next message, asleep; nil once waiting is over.
    static func next(
      from rank: Int = -1, tag: Int, unless isOver: () -> Bool = { false }
    ) -> (message: Message, rank: Int)? {
      var (source, size, pause) = (Int32(rank), Int32(0), 2e-5)
      while cmpi_has_come(&source, Int32(tag), &size) == 0 {
        if isOver() { return nil }
        Thread.sleep(forTimeInterval: pause)
        pause = min(HoppingRanks.longestPause, 1.5 * pause)
      }
      var bytes = Data(count: Int(size))
      return bytes.withUnsafeMutableBytes { bytes in
        cmpi_receive(bytes.baseAddress, size, source, Int32(tag))
        let count = bytes.loadUnaligned(as: Int.self)
        let numbers = (0..<count).map { bytes.loadUnaligned(fromByteOffset: 8 + 8 * $0, as: Double.self) }
        return (Message(numbers: numbers, chain: Data(bytes[(8 + 8 * count)...])), Int(source))
      }
    }
  }
#endif
