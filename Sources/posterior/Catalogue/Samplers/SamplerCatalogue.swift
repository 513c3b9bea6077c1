extension SamplerEntry {
  /// Every sampler that has a name, in the order of the list that a user sees.
  static let all: [SamplerEntry] = [
    nuts, hmc, mala, randomWalk, ula,
    SamplerEntry("sgld", .fresh(.minibatch, .eulerMaruyama), "a fresh subset of the examples at every step"),
    SamplerEntry(
      "sgworld", .reshuffled(.minibatch, .eulerMaruyama),
      "without replacement: reshuffled epochs, draws at epoch ends"),
    SamplerEntry(
      "sgworld-epoch-noise", .reshuffled(.minibatch, .epochNoise),
      "the same with the noise injected once an epoch, for comparison"),
    SamplerEntry("sgld-cv", .fresh(.controlVariate, .eulerMaruyama), "sgld with control variates at the mode"),
    SamplerEntry("sgworld-cv", .reshuffled(.controlVariate, .eulerMaruyama), "sgworld with control variates"),
    SamplerEntry(
      "calm", .reshuffled(.controlVariate, .leimkuhlerMatthews),
      "sgworld with control variates and Leimkuhler–Matthews noise"),
    SamplerEntry(
      "calm-smoothed", .reshuffled(.smoothed, .leimkuhlerMatthews),
      "calm with smoothed control variates of second order, for generalised linear models"),
    SamplerEntry(
      "ubu-smoothed", .reshuffled(.smoothed, .ubu), "underdamped, the same control variates, the UBU scheme"),
    SamplerEntry("sms-ubu", .symmetric(.minibatch, .ubu), "underdamped, symmetric epochs, the UBU scheme"),
    SamplerEntry("svrg-ld", .fresh(.svrg, .eulerMaruyama), "sgld with control variates that follow the chain"),
    SamplerEntry("saga-ld", .fresh(.saga, .eulerMaruyama), "sgld with a table of the examples' last gradients"),
    SamplerEntry(
      "sghmc", .fresh(.minibatch, .symplecticEuler), "Hamiltonian dynamics with friction on fresh minibatches"),
    sgnht, psgld, cyclicalSGLD, exact,
  ]
}
