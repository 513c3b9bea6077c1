import Testing

@testable import posterior

/// Pictures: where numbers come to stand, and what markup is made of text.
@Suite struct DrawingTests {
  private static let ranges: [(Double, Double)] = [
    (0, 1), (-3, 4), (1, 1000), (0.001, 0.0011), (1e17, 1e17 + 64), (-.leastNonzeroMagnitude, .leastNonzeroMagnitude),
    (1e-300, 2e-300), (0, 0), (7, 7),
    (-1e300, 1e300), (999_999.5, 1_000_000.5), (1e8, 1e8 + 1), (-1e-9, 0),
  ]

  @Test(arguments: ranges) func axes(_ range: (Double, Double)) throws {
    guard let scale = Scale([range.1, .nan, range.0, .infinity], from: 40, to: 340) else {
      #expect(range.1 < 1e-300, "only what is too near 0 has no axis")
      return
    }
    #expect(scale.range.contains(range.0) && scale.range.contains(range.1))
    let ticks = scale.ticks { Double($0) * 6.5 + 12 }
    #expect(ticks.count <= 15 && Set(ticks.map(\.label)).count == ticks.count, "\(ticks)")
    #expect(ticks.allSatisfy { (39.9...340.1).contains(scale($0.number)) })
    for tick in ticks {
      let written = try #require(Self.number(tick.label))
      let width = scale.range.upperBound - scale.range.lowerBound
      #expect(abs(written - tick.number) <= 1e-9 * max(abs(tick.number), width))
    }
  }

  /// The number that a label says.
  private static func number(_ label: String) -> Double? {
    let raised = Dictionary(uniqueKeysWithValues: zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    let parts = label.replacing("−", with: "-").split(separator: "10", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let first = parts[1].first, raised[first] != nil else {
      return Double(parts.joined(separator: "10"))
    }
    return Double((parts[0].isEmpty ? "1" : parts[0].dropLast()) + "e" + String(parts[1].compactMap { raised[$0] }))
  }

  @Test(arguments: [(1.0, 2.0), (3e-7, 0.4), (1e-200, 1e200), (0.007, 0.16), (5, 5), (2e4, 3e6)])
  func decades(_ range: (Double, Double)) throws {
    let scale = try #require(Scale(logarithmic: [range.0, -1, 0, .nan, range.1], from: 40, to: 340))
    #expect(abs(scale(range.0) + scale(range.1) - 380) < 1e-9, "no more room at one end than at the other")
    let ticks = scale.ticks { Double($0) * 6.5 + 12 }
    let labelled = ticks.filter { !$0.label.isEmpty }
    #expect(labelled.count >= 2 && labelled.count <= 12, "\(ticks)")
    for (a, b) in zip(labelled, labelled.dropFirst()) {
      #expect(scale(b.number) - scale(a.number) >= 6.5 * Double(a.label.count + b.label.count) / 2 + 11.9)
    }
    for tick in labelled {
      #expect(abs(try #require(Self.number(tick.label)) / tick.number - 1) < 1e-9, "\(tick)")
    }
    #expect(!scale(0).isFinite && Scale(logarithmic: [0, -1], from: 0, to: 1) == nil)
  }

  @Test func roundNumbers() throws {
    let scale = try #require(Scale([0, 1000], room: 0.01, from: 46, to: 332))
    #expect(scale.ticks { Double($0) * 6.5 + 12 }.map(\.label) == ["0", "200", "400", "600", "800", "1000"])
    #expect(Scale([], from: 0, to: 1) == nil && Scale([.nan], from: 0, to: 1) == nil)
    #expect(Scale([-1.7e308, 1.7e308], from: 0, to: 1) == nil)
  }

  @Test func paths() {
    var path = Path()
    for (x, y) in [(0.0, 0.0), (1, 2), (.nan, 0), (3, 3), (4, 2.9)] { path.line(x, y) }
    #expect(path.text == "M0 0l5 10M15 15l5 0")
    path.dot(.infinity, 0)
    path.dot(1e300, 0)
    #expect(path.text == "M0 0l5 10M15 15l5 0M500000 0h0")
  }

  @Test func textIsNoMarkup() {
    let name = "</script><img src=x onerror='alert(1)'>\"&\u{0}\u{1B}[31m\u{202E}\n\u{FFFE}"
    let markup: Markup = "<b title=\"\(name)\">\(lines: "a\n<")\(3)</b>"
    #expect(
      markup.text == "<b title=\"&lt;/script&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&quot;&amp;␀␛[31m�␊�\">"
        + "a\n&lt;3</b>")
  }

  @Test func longNames() {
    #expect("theta[St. Paul's]".shortened(to: 17) == "theta[St. Paul's]")
    #expect("a_long_name[123,456]".shortened(to: 9) == "a_lo…456]")
  }
}
