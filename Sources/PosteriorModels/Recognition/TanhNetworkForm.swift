/// A residual y − c − v₁ tanh(w₁x + b₁) − v₂ tanh(w₂x + b₂), or a multiple of it, each weight a
/// coordinate of its own.
struct TanhNetworkForm {
  private let inputs: [Double]
  private let responses: [Double]
  private let noisePrecision: Double
  /// The coordinates of w₁, w₂, b₁, b₂, v₁, v₂ and c.
  private let order: [Int]

  /// The network of a log likelihood that is a square; nil where it is no such thing.
  init?(_ square: ExampleTerms.Square, _ forms: AffineForms) {
    guard let (affine, units) = Self.terms(of: square.root, forms), units.count == 2,
      let (c, slope) = affine.slopes.first, affine.slopes.count == 1, slope.count == 1, slope[0] != 0,
      units.allSatisfy({ $0.factor == slope[0] }),
      let first = Unit(units[0], forms), let second = Unit(units[1], forms),
      first.inputs == second.inputs, first.inputs.count == forms.graph.rowCount
    else { return nil }
    order = [first.weight, second.weight, first.bias, second.bias, first.output, second.output, c]
    guard order.sorted() == Array(0..<7) else { return nil }
    inputs = first.inputs
    let all = affine.constant
    responses = (all.count == 1 ? [Double](repeating: all[0], count: inputs.count) : all).map { $0 / -slope[0] }
    noisePrecision = -2 * square.factor * slope[0] * slope[0]
    guard (inputs + responses).allSatisfy(\.isFinite) else { return nil }
  }

  /// The packed form with priors on the weights.
  func packed(_ priors: IndependentNormals) -> PackedModel? {
    .tanhNetwork(
      TanhNetwork(inputCount: 1, hiddenCount: 2, outputCount: 1), Matrix(columnCount: 1, elements: inputs), responses,
      noisePrecision: noisePrecision, prior: priors, order: order)
  }

  /// factor · x · tanh y.
  private typealias Product = (factor: Double, x: Node, y: Node)

  /// A sum's affine part, and the products with a tanh; nil where it has other terms.
  private static func terms(of root: Node, _ forms: AffineForms) -> (affine: AffineForm, units: [Product])? {
    let graph = forms.graph
    var (affine, units) = (AffineForm(constant: [0]), [Product]())
    var rest = [(node: root, factor: 1.0)]
    while let (node, factor) = rest.popLast() {
      if let form = forms[node] {
        affine = affine + form.scaled(by: [factor])
        continue
      }
      switch graph.operation(node) {
      case .unary(.negate, let x): rest.append((x, -factor))
      case .binary(.add, let x, let y): rest += [(x, factor), (y, factor)]
      case .binary(.subtract, let x, let y): rest += [(x, factor), (y, -factor)]
      case .binary(.multiply, let x, let y):
        let (known, other) = forms[x] == nil ? (y, x) : (x, y)
        guard let form = forms[known] else { return nil }
        if form.isKnown, form.constant.count == 1 {
          rest.append((other, factor * form.constant[0]))
        } else if case .unary(.tanh, let inner) = graph.operation(other) {
          units.append((factor, known, inner))
        } else {
          return nil
        }
      default: return nil
      }
    }
    return (affine, units)
  }

  /// v tanh(wx + b).
  private struct Unit {
    let output: Int
    let weight: Int
    let bias: Int
    let inputs: [Double]

    init?(_ product: Product, _ forms: AffineForms) {
      guard let outer = forms[product.x], outer.constant == [0], outer.slopes.count == 1,
        let (output, slope) = outer.slopes.first, slope == [1],
        let inner = forms[product.y], inner.constant == [0], inner.slopes.count == 2,
        let bias = inner.slopes.first(where: { $0.value == [1] })?.key,
        let (weight, inputs) = inner.slopes.first(where: { $0.key != bias })
      else { return nil }
      (self.output, self.bias, self.weight, self.inputs) = (output, bias, weight, inputs)
    }
  }
}
