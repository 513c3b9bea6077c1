import ArgumentParser
import PosteriorData

/// One of K shares of a run, each of which a process of its own computes: k/K.
struct Part: Hashable, Sendable, CustomStringConvertible {
  /// k, from 1.
  let number: Int
  /// K.
  let count: Int

  /// All of a run.
  static let whole = Part(number: 1, count: 1)

  private init(number: Int, count: Int) { (self.number, self.count) = (number, count) }

  init(option text: String) throws {
    guard let words = text.wholeMatch(of: /([0-9]{1,5})\/([0-9]{1,5})/), let number = Int(words.1),
      let count = Int(words.2), (1...max(1, count)).contains(number), count >= 1
    else { throw ValidationError("give k/K, the k-th of K parts from 1/K to K/K, such as 2/8, not '\(text)'") }
    self.init(number: number, count: count)
  }

  /// The part that a run says it is.
  init(_ manifest: RunManifest) throws {
    guard case .text(let text)? = manifest.settings[Self.setting] else {
      self = .whole
      return
    }
    try self.init(option: text)
  }

  var description: String { "\(number)/\(count)" }

  var isWhole: Bool { count == 1 }

  /// The places of this part among so many, from 0: every K-th from the k-th.
  func places(of total: Int) -> [Int] { Array(stride(from: number - 1, to: total, by: count)) }

  /// Refuses more parts than there is to be shared.
  func check(_ total: Int, _ what: String) throws {
    if count > total {
      throw ValidationError("--part \(self) has more parts than there are \(what): K must be at most \(total)")
    }
  }

  /// What a manifest calls it.
  static let setting = "part"

  /// What a manifest says of it; nothing of a whole run.
  var settings: [String: Setting] { isWhole ? [:] : [Self.setting: .text(description)] }
}

/// Which share of a run is computed.
struct PartOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Compute the k-th of K shares of the chains (in a sweep, of the points) alone, into a folder of its own, as on \
      one of many machines. 'posterior merge' joins the folders to that of the whole run.
      """, valueName: "k/K"),
    transform: Part.init(option:))
  var part = Part.whole

  /// Refuses a part, or the shares of ranks, that would be lost.
  func check(_ folder: String?, _ option: String) throws {
    guard folder == nil else { return }
    if !part.isWhole { throw ValidationError("--part needs \(option), the folder of this part") }
    if Ranks.count > 1 { throw ValidationError("mpirun needs \(option), a folder that all ranks see") }
  }
}
