internal import CPosteriorKernels

/// A program in memory, ready to run. It does not change: any number of threads may run it.
final class CompiledProgram: Sendable {
  private let instructions: AlignedNumbers<cpk_instruction>
  private let stages: AlignedNumbers<cpk_stage>
  private let constants: AlignedNumbers<Double>
  /// The numbers of the examples.
  let storage: RowStorage
  private let memory: AlignedNumbers<cpk_program>

  private var program: cpk_program { memory.start.pointee }

  /// - Parameters:
  ///   - code: The instructions.
  ///   - result: Where the result is.
  ///   - count: Its number of elements.
  ///   - storage: The numbers of the examples.
  ///   - isInOrder: Whether the program goes through all examples, and not through a minibatch.
  init(_ code: ProgramCode, result: ProgramCode.Slot, count: Int, storage: RowStorage, isInOrder: Bool) {
    let (places, scratch) = code.allocated(result: result)
    self.storage = storage
    instructions = AlignedNumbers(code.instructions.map { $0.linked(places, storage) })
    stages = AlignedNumbers(
      code.stages.map { stage in
        cpk_stage(
          end: Int32(stage.end), over_examples: stage.isOverExamples ? 1 : 0,
          sums: Int32(stage.sums.map { places[$0.number] } ?? 0),
          sum_count: Int32(stage.sums.map { code.sizes[$0.number] } ?? 0))
      })
    // Eight more, as the last vector of a part of a constant is read whole.
    constants = AlignedNumbers(code.constants + [Double](repeating: 0, count: 8))
    let program = cpk_program(
      instructions: instructions.start, stages: stages.start, stage_count: stages.count, constants: constants.start,
      columns: storage.columns.start, places: storage.places.start,
      packed: code.readsRows ? (isInOrder ? storage.ordered : storage.packed).start : nil,
      stride: storage.stride, rows: storage.rowCount, scratch: scratch, result: Int32(places[result.number]),
      result_count: Int32(count))
    memory = AlignedNumbers([program])
  }

  /// What becomes of a result.
  enum Use {
    case set, setNegative, add

    fileprivate var mode: Int32 {
      switch self {
      case .set: Int32(CPK_SET)
      case .setNegative: Int32(CPK_SET_NEGATIVE)
      case .add: Int32(CPK_ADD_RESULT)
      }
    }
  }

  /// Runs the program over all examples, or over those of a minibatch.
  ///
  /// - Parameters:
  ///   - examples: The minibatch, or `nil` for all examples in order.
  ///   - position: The unconstrained position.
  ///   - scale: A factor of all sums over examples.
  ///   - threads: How many threads share a pass over all examples at the most.
  ///   - use: What becomes of the result.
  ///   - result: Where it goes.
  func run(
    _ examples: Span<Int32>?, at position: Span<Double>, scaledBy scale: Double = 1, threads: Int = 1, _ use: Use,
    _ result: inout MutableSpan<Double>
  ) {
    precondition(
      result.count >= Int(memory.start.pointee.result_count), "a result of \(program.result_count) numbers needs room")
    let isDone = result.withBuffers(and: position) { result, position in
      var arguments = cpk_arguments(
        position: position.baseAddress, examples: nil, count: 0, scale: scale, threads: max(1, threads))
      guard let examples else { return run(&arguments, use, result) }
      return examples.withUnsafeBufferPointer {
        // Of an empty minibatch there is no address.
        (arguments.examples, arguments.count) = ($0.baseAddress ?? noExamples, $0.count)
        return run(&arguments, use, result)
      }
    }
    precondition(isDone, "an example is not among the \(program.rows)")
  }

  /// Takes steps of a chain by the gradient whose negative is the result, `count` at the most; returns their number.
  func take(_ count: Int, _ scheme: cpk_scheme, _ chain: inout cpk_chain) -> Int {
    var scheme = scheme
    return cpk_take_program_steps(memory.start, &scheme, &chain, count)
  }

  private func run(
    _ arguments: inout cpk_arguments, _ use: Use, _ result: UnsafeMutableBufferPointer<Double>
  ) -> Bool {
    cpk_run(memory.start, &arguments, use.mode, result.baseAddress) != 0
  }

  private var noExamples: UnsafePointer<Int32> { storage.places.start }
}

extension ProgramCode.Instruction {
  fileprivate func linked(_ places: [Int], _ storage: RowStorage) -> cpk_instruction {
    let number =
      switch other {
      case .number(let number), .row(let number): number
      case .column(let column): storage.cellPlaces[.column(column), default: 0]
      case .places(let map): storage.cellPlaces[.map(map), default: 0]
      case .product(let columns): storage.productVectors[columns, default: 0]
      }
    let linked = operands.map { $0.linked(places, storage) } + [cpk_operand](repeating: cpk_operand(), count: 3)
    return cpk_instruction(
      code: Int32(code), count: Int32(count), to: Int32(places[to.number] + first), length: Int32(length),
      other: Int32(number), a: linked[0], b: linked[1], c: linked[2])
  }
}

extension ProgramCode.Operand {
  fileprivate func linked(_ places: [Int], _ storage: RowStorage) -> cpk_operand {
    let (kind, place) =
      switch memory {
      case .slot(let slot): (CPK_SCRATCH, places[slot.number])
      case .constants(let place): (CPK_CONSTANTS, place)
      case .column(let column): (CPK_COLUMNS, storage.columnPlaces[column, default: 0])
      case .places(let map): (CPK_PLACES, storage.mapPlaces[map, default: 0])
      }
    return cpk_operand(place: Int32(place + first), memory: UInt8(kind), varies: varies ? 1 : 0)
  }
}
