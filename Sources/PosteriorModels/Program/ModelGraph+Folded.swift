extension ModelGraph {
  /// The same model without what no parameter changes, the likelihood with a value for each example.
  func folded() -> ModelGraph {
    var source = graph
    let wanted = likelihood.map { [prior, source.repeated($0, as: .rows)] } ?? [prior]
    var simplified = GraphSimplification(source, knowsSums: true)
    let images = simplified.rewrite(wanted + reported.map(\.node))
    var result = self
    result.graph = simplified.graph
    result.prior = images[0]
    if likelihood != nil { result.likelihood = images[1] }
    for (k, image) in images.suffix(reported.count).enumerated() { result.reported[k].node = image }
    return result
  }
}
