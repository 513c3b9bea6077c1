/// A sampler on one model, at any learning rate η (not ε/2): what a ``SamplerFamily`` is once the model is given.
@usableFromInline
package struct RatedSampler: Sendable {
  /// The steps that take as many examples as there are.
  let stepsPerEpoch: Int
  /// The sampler at a learning rate.
  let make: @Sendable (_ learningRate: Double) throws(SamplingError) -> AnySampler
  /// The same beside a coupled chain, where the sampler can be coupled.
  let couple: (@Sendable (_ learningRate: Double, _ reference: MultivariateNormal) -> CoupledSampler?)?
  /// The same beside a chain of the posterior itself under the same noise, where one increment alone drives its steps.
  let twins: TwinFactory?
  /// The sampler seen from the posterior's mode, where its stationary law is known, averaged over random orders.
  let affineDynamics: (@Sendable (_ mode: [Double], _ orders: Int) throws(StationaryLawError) -> AffineDynamics)?

  /// A sampler of any type, which cannot be coupled.
  @usableFromInline
  package init(
    stepsPerEpoch: Int, make: @escaping @Sendable (_ learningRate: Double) throws(SamplingError) -> AnySampler
  ) {
    self.init(stepsPerEpoch, make, couple: nil, twins: nil, affineDynamics: nil)
  }

  /// Langevin dynamics by a linear integrator, which can be coupled. Draws are at the ends of cycles.
  @inlinable
  package init(_ gradient: some GradientEstimator, _ integrator: some LinearIntegrator) {
    let make = { @Sendable (rate: Double) in
      LangevinSampler(
        gradient: gradient, integrator: integrator, learningRate: .constant(rate), stepsPerDraw: gradient.stepsPerCycle)
    }
    self.init(
      gradient.stepsPerEpoch, { AnySampler(make($0)) }, couple: { CoupledSampler(make($0), $1) },
      twins: TwinFactory(make), affineDynamics: AffineDynamics.factory(gradient, integrator))
  }

  @usableFromInline
  init(
    _ stepsPerEpoch: Int, _ make: @escaping @Sendable (Double) throws(SamplingError) -> AnySampler,
    couple: (@Sendable (Double, MultivariateNormal) -> CoupledSampler?)?, twins: TwinFactory?,
    affineDynamics: (@Sendable ([Double], Int) throws(StationaryLawError) -> AffineDynamics)?
  ) {
    self.stepsPerEpoch = stepsPerEpoch
    self.make = make
    self.couple = couple
    self.twins = twins
    self.affineDynamics = affineDynamics
  }

  /// The epochs between two draws of one of its samplers: one, or more where the sampler's own clock says so.
  package func epochsPerDraw(_ sampler: AnySampler) -> Int { max(1, sampler.stepsPerDraw / stepsPerEpoch) }

  /// The same, whatever the learning rate.
  package func epochsPerDraw() throws(SamplingError) -> Int { epochsPerDraw(try make(1)) }
}
