internal import CPosteriorKernels

/// Instructions before their places in memory are decided.
struct ProgramCode {
  /// A place of memory that instructions write.
  struct Slot: Hashable { let number: Int }

  /// Where an operand is.
  enum Memory: Hashable {
    case slot(Slot)
    /// A place in the program's constants.
    case constants(Int)
    /// A column of the table, of all examples in order.
    case column(Int)
    /// A map's places: of all examples in order, or of a vector's elements.
    case places(map: Int)
  }

  /// An operand of an instruction.
  struct Operand {
    var memory: Memory
    /// Elements before it.
    var first = 0
    /// Whether it has a value for each element or example.
    var varies: Bool
  }

  /// A number of an instruction, some known only when rows are laid out.
  enum Number {
    case number(Int)
    case column(Int)
    case places(map: Int)
    /// Columns that stand together in rows.
    case product([Int])
    /// A place in rows.
    case row(Int)
  }

  struct Instruction {
    var code: Int
    var count = 1
    var to: Slot
    var first = 0
    var length = 0
    var other = Number.number(0)
    var operands: [Operand] = []
  }

  struct Stage {
    var end: Int
    var isOverExamples: Bool
    /// What its sums over examples add up in.
    var sums: Slot?
  }

  private(set) var instructions: [Instruction] = []
  private(set) var stages: [Stage] = []
  /// The doubles of each slot.
  private(set) var sizes: [Int] = []
  private(set) var constants: [Double] = []
  private var knownConstants: [[UInt64]: Int] = [:]

  /// A new slot of at least `count` doubles.
  mutating func slot(_ count: Int) -> Slot {
    sizes.append(count.roundedUp(to: 8))
    return Slot(number: sizes.count - 1)
  }

  mutating func append(_ instruction: Instruction) { instructions.append(instruction) }

  /// Ends a stage, unless nothing is in it.
  mutating func endStage(isOverExamples: Bool, sums: Slot? = nil) {
    let end = instructions.count
    if end > stages.last?.end ?? 0 { stages.append(Stage(end: end, isOverExamples: isOverExamples, sums: sums)) }
  }

  /// Whether an instruction reads rows of examples.
  var readsRows: Bool {
    instructions.contains { instruction in if case .number = instruction.other { false } else { true } }
  }

  /// A number, or a vector with its last element repeated behind it.
  mutating func constant(_ values: [Double]) -> Operand {
    let key = values.map(\.bitPattern)
    let place = knownConstants[key] ?? constants.count
    if place == constants.count {
      knownConstants[key] = place
      constants += values
      let padding = values.count.roundedUp(to: 8) - values.count
      constants += [Double](repeating: values[values.count - 1], count: padding)
    }
    return Operand(memory: .constants(place), varies: values.count > 1)
  }
}

extension Int {
  /// The least multiple that is not less.
  func roundedUp(to multiple: Int) -> Int { (self + multiple - 1) / multiple * multiple }
}
