internal import CPosteriorKernels

extension ProgramCode {
  /// Places for all slots, some one after another in the same place.
  ///
  /// - Parameter result: A slot that is read when all instructions have run.
  /// - Returns: A place for each slot, and the doubles of all together.
  func allocated(result: Slot) -> (places: [Int], count: Int) {
    var lastUses = lastUses()
    lastUses[result.number] = instructions.count
    var ending: [[Int]] = Array(repeating: [], count: instructions.count + 1)
    for (slot, last) in lastUses.enumerated() where last >= 0 { ending[last].append(slot) }
    var places = Array(repeating: -1, count: sizes.count)
    var free: [Int: [Int]] = [:]
    var count = 0
    for (index, instruction) in instructions.enumerated() {
      func release() {
        for slot in ending[index] where places[slot] >= 0 { free[sizes[slot], default: []].append(places[slot]) }
      }
      // A function of single values may write where its operands were.
      let isFunction = instruction.code < CPK_ELEMENTWISE_COUNT && instruction.operands.allSatisfy { isWhole($0) }
      if isFunction { release() }
      let to = instruction.to.number
      if places[to] < 0 {
        if let place = free[sizes[to]]?.popLast() {
          places[to] = place
        } else {
          places[to] = count
          count += sizes[to]
        }
      }
      if !isFunction { release() }
    }
    // Eight more, as the last vector of a part of a slot is read whole.
    return (places, count + 8)
  }

  /// Whether an operand is all of its slot, so that none of it is read after the same part of the result is written.
  private func isWhole(_ operand: Operand) -> Bool {
    guard case .slot(let slot) = operand.memory else { return true }
    return operand.first == 0 && (operand.varies || sizes[slot.number] <= 8)
  }

  /// The last instruction of each slot: where a pass over examples does not make it anew for each block, not before the
  /// pass's end.
  private func lastUses() -> [Int] {
    var firstUses = Array(repeating: -1, count: sizes.count), lastUses = firstUses
    var stage = 0
    for (index, instruction) in instructions.enumerated() {
      if index == stages[stage].end { stage += 1 }
      let begin = stage == 0 ? 0 : stages[stage - 1].end
      var slots = [instruction.to]
      for operand in instruction.operands { if case .slot(let slot) = operand.memory { slots.append(slot) } }
      for slot in slots {
        if firstUses[slot.number] < 0 { firstUses[slot.number] = index }
        let isMade = !stages[stage].isOverExamples || firstUses[slot.number] >= begin
        lastUses[slot.number] = max(lastUses[slot.number], isMade ? index : stages[stage].end - 1)
      }
    }
    return lastUses
  }
}
