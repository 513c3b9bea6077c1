// A model is a `Posterior`, and its exact posterior a `MultivariateNormal`: samplers' vocabulary is this library's too.
@_exported public import PosteriorSampling
