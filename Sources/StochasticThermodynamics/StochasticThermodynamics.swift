// Stationary states are of samplers' chains and compared as other draws are: that vocabulary is this library's too.
@_exported public import PosteriorDiagnostics
