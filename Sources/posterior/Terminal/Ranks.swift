import Foundation

#if MPI
  import CMPI
#endif

/// The processes that make a run together, numbered from 0, as mpirun starts them. Without it, or without the package's
/// trait MPI, there is one.
///
/// Each makes its share in the folder of the run. Rank 0 makes the folder, speaks, and makes the result of all shares.
/// On the main actor, so that all ranks come to the same meetings in the same order.
@MainActor enum Ranks {
  /// The number of this process.
  nonisolated static var number: Int { world.number }

  /// How many there are.
  nonisolated static var count: Int { world.count }

  /// Whether it is rank 0.
  nonisolated static var isFirst: Bool { number == 0 }

  private static var haveMet = false

  private nonisolated static let world: (number: Int, count: Int, isJoined: Bool) = {
    #if MPI
      // What launchers tell their processes. Without one MPI would take half a second to begin.
      let environment = ProcessInfo.processInfo.environment
      if environment["PMIX_RANK"] ?? environment["PMI_RANK"] != nil {
        cmpi_begin()
        return (Int(cmpi_rank()), Int(cmpi_count()), true)
      }
    #endif
    return (0, 1, false)
  }()

  /// Joins the others.
  static func begin() { _ = world }

  /// This rank's share: every K-th, from its own.
  nonisolated static func share<Element>(of all: [Element]) -> [Element] {
    stride(from: number, to: all.count, by: count).map { all[$0] }
  }

  /// Waits for all ranks, and gives each what rank 0 says.
  ///
  /// Where one has failed instead it tells why, and all end.
  ///
  /// - Throws: `CancellationError` where the surrounding task is cancelled meanwhile.
  @discardableResult static func meet(saying word: String = "", failure: Failure? = nil) async throws -> String {
    guard world.isJoined else { return word }
    #if MPI
      var meeting = cmpi_arrive()
      // MPI itself would wait at full speed, on processors that others may need.
      while cmpi_all_are_here(&meeting) == 0 { try await Task.sleep(for: .milliseconds(2)) }
      haveMet = true
      var statuses = [Int32](repeating: 0, count: count)
      cmpi_gather(failure?.status ?? 0, &statuses)
      if let failed = statuses.firstIndex(where: { $0 != 0 }) {
        if failed == number { failure?.tell(of: isFirst ? nil : number) }
        cmpi_end()
        exit(statuses[failed])
      }
      var bytes = [UInt8](word.utf8)
      var length = Int32(bytes.count)
      cmpi_broadcast(&length, 4)
      bytes += [UInt8](repeating: 0, count: max(0, Int(length) - bytes.count))
      cmpi_broadcast(&bytes, length)
      return String(decoding: bytes.prefix(Int(length)), as: UTF8.self)
    #else
      return word
    #endif
  }

  /// The seconds of a sum of `count` numbers over all ranks, or of so many of each that all are given, a median, which
  /// all ask for together; nil where there is one rank.
  static func messageSeconds(of count: Int, isGathered: Bool = false) -> Double? {
    guard self.count > 1 else { return nil }
    #if MPI
      var numbers = [Double](repeating: 0, count: isGathered ? self.count * count : count)
      return (0..<41).map { _ in
        isGathered
          ? cmpi_gather_seconds(&numbers, Int32(count)) : cmpi_allreduce_seconds(&numbers, Int32(count))
      }.sorted()[20]
    #else
      return nil
    #endif
  }

  /// Ends this process, once all have done their work.
  static func end() async throws {
    try await meet()
    #if MPI
      if world.isJoined { cmpi_end() }
    #endif
  }

  /// Ends all processes, since this one has failed: with one message where all have, as of a wrong option.
  static func end(_ failure: Failure) async -> Never {
    #if MPI
      if world.isJoined {
        if failure.isInterruption {
          if isFirst { failure.tell() }
          // All were asked to end, and whoever left early would have the launcher kill those that still save.
          await Interrupt.waitForEnd()
        }
        if !haveMet { _ = try? await meet(failure: failure) }
        failure.tell(of: count > 1 ? number : nil)
        cmpi_abort(failure.status)
      }
    #endif
    failure.tell()
    exit(failure.status)
  }
}
