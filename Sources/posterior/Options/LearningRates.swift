import ArgumentParser
import Foundation
import PosteriorDiagnostics

/// `1e-6,1e-5` or `geometric:LOW:HIGH:COUNT`.
struct LearningRates {
  let values: [Double]

  init(values: [Double]) { self.values = values }

  /// Reads a list or a range of positive, finite rates.
  init(_ text: String) throws {
    if text.hasPrefix("geometric:") {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).dropFirst().map(String.init)
      guard parts.count == 3 else {
        throw ValidationError("a geometric range is geometric:LOW:HIGH:COUNT, such as geometric:1e-6:1e-3:7")
      }
      let (low, high) = (try Self.rate(parts[0]), try Self.rate(parts[1]))
      guard let count = Int(parts[2]), count >= 1, count <= 1000 else {
        throw ValidationError("COUNT must be a whole number from 1 to 1000, not '\(parts[2])'")
      }
      guard low <= high else { throw ValidationError("LOW must not exceed HIGH: \(parts[0]) > \(parts[1])") }
      values = LearningRateSweep.geometric(from: low, to: high, count: count)
      guard Set(values).count == count else {
        throw ValidationError("there are no \(count) different rates from \(parts[0]) to \(parts[1])")
      }
    } else {
      let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard !text.allSatisfy(\.isWhitespace) else {
        throw ValidationError("give at least one learning rate, such as 1e-5 or 1e-6,1e-5")
      }
      values = try parts.map(Self.rate)
      if let twice = values.enumerated().first(where: { values[..<$0.offset].contains($0.element) }) {
        throw ValidationError("the learning rate \(parts[twice.offset]) is given twice")
      }
    }
  }

  private static func rate(_ text: String) throws -> Double {
    guard let rate = Double(text.trimmingCharacters(in: .whitespaces)), rate > 0, rate.isFinite else {
      throw ValidationError("a learning rate must be a positive finite number, not '\(text)'")
    }
    guard (1e-300...1e300).contains(rate) else {
      throw ValidationError("a learning rate must be from 1e-300 to 1e300, not '\(text)'")
    }
    return rate
  }
}

/// A number, or `auto`.
enum LearningRateOption: ExpressibleByArgument, Equatable {
  case auto
  case rate(Double)

  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else if let rate = Double(argument), rate > 0, rate.isFinite {
      self = .rate(rate)
    } else {
      return nil
    }
  }

  /// The number, where one was given.
  var rate: Double? { if case .rate(let rate) = self { rate } else { nil } }
}
