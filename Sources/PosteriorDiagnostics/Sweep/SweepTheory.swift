/// What theory says of one point of a sweep: the sampler's stationary law at the learning rate, and its divergences
/// from the posterior.
package struct SweepTheory: Sendable, Hashable, Codable {
  /// KL(law ‖ posterior), in nats.
  package let kl: Double
  /// W₂ between the same two normals, in the parameters' units.
  package let wasserstein2: Double
  /// The law's mean: d elements.
  package let mean: [Double]
  /// The law's covariance: d × d.
  package let covariance: Matrix
  /// The standard error of `kl`, from the orders of the examples averaged over; 0 in closed form.
  package let error: Double
  /// The standard error of `wasserstein2`, likewise; nil in results of versions that did not write it.
  package let wasserstein2Error: Double?

  init(_ law: StationaryLaw) {
    kl = law.kl
    wasserstein2 = law.wasserstein2
    mean = law.mean
    covariance = law.covariance
    error = law.error.kl
    wasserstein2Error = law.error.wasserstein2
  }
}

/// The theory of one sampler of a sweep, at several learning rates.
package struct SweepCurve: Sendable, Hashable {
  /// The sampler's name, with its minibatching where that is not its usual one.
  package let label: String
  /// η of each point.
  package let learningRates: [Double]
  /// The theory at each; nil where there is no stationary law.
  package let theory: [SweepTheory?]
  /// Why it is missing where it is: nil when it is nowhere.
  package let reason: String?

  /// The theory at one of the rates.
  func at(_ rate: Double) -> SweepTheory? { learningRates.firstIndex(of: rate).flatMap { theory[$0] } }
}

extension LearningRateSweep {
  /// The samplers' stationary laws at the sweep's learning rates, or at others, without simulating a chain: exact for a
  /// normal posterior, and missing for any other.
  ///
  /// - Parameters:
  ///   - learningRates: η of each point; those of the sweep unless given.
  ///   - orders: How many random orders of the examples are averaged over, where the law is no closed form. Its errors
  ///     fall as the root of it.
  ///   - threads: How many samplers are worked on at a time.
  package func theory(
    at learningRates: [Double]? = nil, orders: Int = 512, threads: Int = 1
  ) async -> [SweepCurve] {
    let rates = learningRates ?? self.learningRates
    let curves = await TaskPool(threads: threads).run(samplers.count) { curve(samplers[$0.number], rates, orders) }
    return curves.compactMap { try? $0?.get() }
  }

  private func curve(_ sampler: SweptSampler, _ rates: [Double], _ orders: Int) -> SweepCurve {
    var reason: String?
    var theory = [SweepTheory?](repeating: nil, count: rates.count)
    do throws(StationaryLawError) {
      guard isNormal else { throw .notAffine("the posterior is not normal") }
      guard let affine = try sampler.rated.affineDynamics?(reference.mean, orders) else {
        throw .notAffine("its step is not affine in a state of a few numbers for each parameter")
      }
      // From the smallest rate up, so that what is unstable is looked for once.
      for i in rates.indices.sorted(by: { rates[$0] < rates[$1] }) {
        theory[i] = SweepTheory(try affine.stationaryLaw(learningRate: rates[i]))
      }
    } catch {
      reason = "\(error)"
    }
    return SweepCurve(label: sampler.label, learningRates: rates, theory: theory, reason: reason)
  }

  /// The sweep's points with theory alone: no chain is run.
  package func withoutChains(theory: [SweepCurve]) -> SweepResult {
    var result = empty
    result.points = zip(samplers, theory).flatMap { sampler, curve in
      learningRates.map { SweepPoint(sampler, learningRate: $0, theory: curve.at($0)) }
    }
    return result
  }
}

extension SweepResult {
  /// The result with theory at each point.
  package func adding(_ theory: [SweepCurve]) -> SweepResult {
    var result = self
    for i in points.indices {
      result.points[i].theory = theory.first { $0.label == points[i].label }?.at(points[i].learningRate)
    }
    return result
  }
}
