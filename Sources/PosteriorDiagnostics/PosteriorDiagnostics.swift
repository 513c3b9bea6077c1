@_exported public import PosteriorSampling
