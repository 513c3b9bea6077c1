import ArgumentParser
import Foundation

/// A size of memory: a number of bytes, or of KiB, MiB, GiB with a K, M or G behind it.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let unit = argument.uppercased().last.flatMap { units[$0] }
    guard let number = Int(unit == nil ? argument : String(argument.dropLast())), number > 0 else { return nil }
    let (product, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !isTooLarge, (1 << 20...1 << 50).contains(product) else { return nil }
    bytes = product
  }

  /// What the rows of a data set may take unless something else is said: half of the machine's memory.
  static var usual: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory / 2) }
}
