import Foundation
import Testing

@testable import PosteriorModels

/// Texts that need depth.
@Suite struct LanguageDepthTests {
  private static let deep: [String] = [
    String(repeating: "(", count: 100_000), "a ~ normal(" + String(repeating: "(", count: 99) + "1",
    "a = " + String(repeating: "-", count: 100_000) + "1", "a = " + String(repeating: "1 + ", count: 60_000) + "1",
    "a = " + String(repeating: "2^", count: 60_000) + "1", "a = b" + String(repeating: "[1", count: 60_000),
    "a = " + String(repeating: "exp(", count: 90) + "1" + String(repeating: ")", count: 90),
    (0..<50_000).map { "a\($0) = a\($0 + 1)" }.joined(separator: "\n"),
    (0..<50_000).reversed().map { "a\($0) = a\($0 + 1)" }.joined(separator: "\n"),
    (0..<60).map { "a\($0) = exp(sum(i in 1:2) sum(j in 1:2) exp(a\($0 + 1)))" }.joined(separator: "\n"),
    "a = " + String(repeating: "sum(i in 1:2) ", count: 60) + "1", "a = sum(i in 1:1000000) sum(j in 1:1000000) 1",
    "b: real[100000]\na = sum(i in 1:1000000) b", String(repeating: "b\u{301}", count: 100_000),
    String(repeating: "x", count: 1 << 21), String(repeating: "a ~ normal(0, 1)\n", count: 60_000),
  ]

  // The frames of code that is not optimised are many times larger.
  #if DEBUG
    private static let smallStack = 8 << 20
  #else
    private static let smallStack = 512 << 10
  #endif

  /// Texts that need depth: each is refused, or read, within the stack of a small thread.
  @Test(arguments: deep.indices)
  func deepTexts(_ place: Int) async {
    let text = Self.deep[place]
    let ended = await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
      let thread = Thread {
        _ = modelError(text)
        continuation.resume(returning: true)
      }
      thread.stackSize = Self.smallStack
      thread.start()
    }
    #expect(ended)
  }
}
