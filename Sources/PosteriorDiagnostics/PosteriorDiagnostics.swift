// What is measured are samplers and their draws: their vocabulary is this library's too.
@_exported public import PosteriorSampling
