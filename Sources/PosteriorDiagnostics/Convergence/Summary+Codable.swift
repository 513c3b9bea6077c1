extension Summary: Codable {
  private enum CodingKeys: String, CodingKey {
    case chains, drawsPerChain, parameters, eBFMI, divergences
  }

  /// Leaves out the keys of what is nil; a fraction that is not finite becomes null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(chains, forKey: .chains)
    try container.encode(drawsPerChain, forKey: .drawsPerChain)
    try container.encode(parameters, forKey: .parameters)
    try container.encodeIfPresent(eBFMI?.map { $0.isFinite ? $0 : nil }, forKey: .eBFMI)
    try container.encodeIfPresent(divergences, forKey: .divergences)
  }

  /// Decodes null as NaN.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    chains = try container.decode(Int.self, forKey: .chains)
    drawsPerChain = try container.decode(Int.self, forKey: .drawsPerChain)
    parameters = try container.decode([ParameterSummary].self, forKey: .parameters)
    eBFMI = try container.decodeIfPresent([Double?].self, forKey: .eBFMI)?.map { $0 ?? .nan }
    divergences = try container.decodeIfPresent([Int].self, forKey: .divergences)
  }
}

extension ParameterSummary: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, mean, sd, mcseMean, mcseSD, essBulk, essTail, rHat, q5, median, q95
  }

  private static let numbers: [(CodingKeys, KeyPath<ParameterSummary, Double> & Sendable)] = [
    (.mean, \.mean), (.sd, \.sd), (.mcseMean, \.mcseMean), (.mcseSD, \.mcseSD), (.essBulk, \.essBulk),
    (.essTail, \.essTail), (.rHat, \.rHat), (.q5, \.q5), (.median, \.median), (.q95, \.q95),
  ]

  /// Encodes every key, with null for numbers that are not finite; but an infinite R-hat, of chains that have nothing
  /// in common, is the largest finite number, so that it is above any threshold.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    for (key, number) in Self.numbers {
      let value = self[keyPath: number]
      if key == .rHat, value == .infinity {
        try container.encode(Double.greatestFiniteMagnitude, forKey: key)
      } else {
        try container.encode(value.isFinite ? value : nil, forKey: key)
      }
    }
  }

  /// Decodes null as NaN, and the largest finite number as an infinite R-hat.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double {
      try container.decode(Double?.self, forKey: key) ?? .nan
    }
    name = try container.decode(String.self, forKey: .name)
    mean = try number(.mean)
    sd = try number(.sd)
    mcseMean = try number(.mcseMean)
    mcseSD = try number(.mcseSD)
    q5 = try number(.q5)
    median = try number(.median)
    q95 = try number(.q95)
    essBulk = try number(.essBulk)
    essTail = try number(.essTail)
    let rHat = try number(.rHat)
    self.rHat = rHat == .greatestFiniteMagnitude ? .infinity : rHat
  }
}
