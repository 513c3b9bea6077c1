import ArgumentParser
import PosteriorDiagnostics

extension DivergenceEstimator: ExpressibleByArgument {}
