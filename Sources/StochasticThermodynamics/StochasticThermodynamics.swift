@_exported public import PosteriorDiagnostics
