/// A posterior with another model's examples, whose Hessians are that model's.
package protocol PosteriorWrapper: Posterior {
  /// The other model.
  var wrapped: any Posterior { get }
}

extension AnchoredPosterior: PosteriorWrapper {
  package var wrapped: any Posterior { model }
}

extension AnyPosterior: PosteriorWrapper {
  package var wrapped: any Posterior { base }
}
