extension ChainSchedule {
  /// Runs each chain in a task of its own, so many at a time, and returns their sinks in the order of the chains.
  ///
  /// - Throws: The error of the chain of the lowest number, if any failed.
  @inlinable
  func runChains<Sink: DrawSink>(
    _ chains: Int, threads: Int, into makeSink: @escaping @Sendable (_ chain: Int) throws -> Sink,
    running run: @escaping @Sendable (_ chain: Int, _ sink: inout Sink) throws -> Void
  ) async throws -> [Sink] {
    precondition(threads >= 1, "a run needs at least one thread, not \(threads)")
    let results = await withTaskCancellationHandler {
      await withTaskGroup(of: (chain: Int, result: Result<Sink, any Error>).self) { group in
        var results: [Result<Sink, any Error>?] = []
        func startNext() {
          let chain = results.count
          guard chain < chains, !stop.includes(chain) else { return }
          results.append(nil)
          group.addTask {
            let result = Result {
              var sink = try makeSink(chain)
              do {
                try run(chain, &sink)
              } catch {
                try? sink.finish()
                throw error
              }
              try sink.finish()
              return sink
            }
            if case .failure = result { stop.stop(from: chain + 1) }
            return (chain, result)
          }
        }
        for _ in 0..<threads { startNext() }
        for await (chain, result) in group {
          results[chain] = result
          startNext()
        }
        return results
      }
    } onCancel: {
      stop.stop(from: 0)
    }
    // In the order of the chains, so that the first error met is that of the lowest number.
    let sinks = try results.compactMap { try $0?.get() }
    guard sinks.count == chains else { throw CancellationError() }
    return sinks
  }
}
