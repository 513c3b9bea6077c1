// Vectors are `[Double]`; `Matrix`, `Cholesky` and the random sources are part of this library's vocabulary.
@_exported public import PosteriorNumerics
