extension Scope {
  /// A quantity that is sampled.
  struct Parameter {
    let name: Name
    var declaration: (kind: Kind, size: Expression?)?
    /// The statement that has the whole parameter on its left side.
    var prior: Int?
    /// Statements that have some of its elements on their left side.
    var partialPriors: [Int] = []
    /// The factor, where the text has one value a level of it.
    var factor: Name?
  }

  struct Definition {
    let name: Name
    let factor: Name?
    let value: Expression
  }
}
