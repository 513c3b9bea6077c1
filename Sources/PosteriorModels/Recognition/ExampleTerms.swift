/// What a log likelihood by example is, up to a constant for each example.
struct ExampleTerms {
  /// factor · root².
  struct Square {
    var factor: Double
    var root: Node
  }

  /// response · predictor − function(predictor).
  struct Score {
    var responses: [Double]
    var predictor: Node
    var function: UnaryFunction
  }

  /// The one where it is a square with a negative factor, the other where it is a score.
  private(set) var square: Square?
  private(set) var score: Score?

  /// Looks through signs, known factors and known terms.
  init(of likelihood: Node, _ forms: AffineForms) {
    let graph = forms.graph
    func isKnown(_ node: Node) -> Bool { forms[node]?.isKnown ?? false }
    var (node, factor) = (likelihood, 1.0)
    while true {
      switch graph.operation(node) {
      case .unary(.negate, let x): (node, factor) = (x, -factor)
      case .binary(.multiply, let x, let y):
        guard let known = forms[x] ?? forms[y], known.isKnown, known.constant.count == 1 else { return }
        (node, factor) = (isKnown(x) ? y : x, factor * known.constant[0])
      case .binary(.add, let x, let y) where isKnown(y), .binary(.subtract, let x, let y) where isKnown(y): node = x
      case .binary(.add, let x, let y) where isKnown(x): node = y
      case .binary(.subtract, let x, let y) where isKnown(x): (node, factor) = (y, -factor)
      case .binary(.subtract, let x, let y):
        if factor == 1 { score = Self.score(x, y, forms) }
        return
      case .unary(.square, let x):
        if factor < 0, factor.isFinite { square = Square(factor: factor, root: x) }
        return
      default: return
      }
    }
  }

  private static func score(_ product: Node, _ function: Node, _ forms: AffineForms) -> Score? {
    let graph = forms.graph
    guard case .binary(.multiply, let x, let y) = graph.operation(product),
      case .unary(let function, let predictor) = graph.operation(function), x == predictor || y == predictor,
      let responses = forms[x == predictor ? y : x], responses.isKnown
    else { return nil }
    return Score(responses: responses.constant, predictor: predictor, function: function)
  }
}
