extension AnySampler {
  /// The state of a chain of any sampler. A copy is a chain of its own. It is saved as that sampler's own state.
  public struct State: SamplerState, TunedState {
    @usableFromInline var box: StateBox

    @inlinable
    init(_ box: StateBox) { self.box = box }

    /// Where the chain is: d elements.
    public var position: [Double] { box.position }

    package var tuning: Tuning { box.tuning }

    /// Saves the sampler's own state.
    public func encode(to encoder: any Encoder) throws { try box.encode(to: encoder) }

    /// Restores a state of the sampler that the decoder's user info holds, as ``Checkpoint/init(_:of:)`` arranges.
    public init(from decoder: any Decoder) throws {
      guard let sampler = decoder.userInfo[.sampler] as? AnySampler else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "the state of an unknown sampler"))
      }
      box = try sampler.decodeBox(decoder)
    }

    /// The sampler's own state, to be changed in place: this chain's alone.
    @inlinable
    mutating func box<Sampler: PosteriorSampler>(of sampler: Sampler) -> TypedStateBox<Sampler.State> {
      if !isKnownUniquelyReferenced(&box) { box = box.copy() }
      guard let own = box as? TypedStateBox<Sampler.State> else {
        preconditionFailure("the state of another sampler's chain")
      }
      return own
    }
  }
}

/// Holds the state of a chain of some sampler. Changed only through a uniquely referenced ``AnySampler/State``, hence
/// safe to send.
@usableFromInline
class StateBox: @unchecked Sendable {
  @usableFromInline
  init() {}

  var position: [Double] { preconditionFailure("a box without a type") }

  @usableFromInline
  func copy() -> StateBox { preconditionFailure("a box without a type") }

  func encode(to encoder: any Encoder) throws { preconditionFailure("a box without a type") }

  var tuning: Tuning { .none }

  var heldMinibatches: Minibatches? {
    get { nil }
    set {}
  }
}

extension CodingUserInfoKey {
  /// The sampler whose state is decoded.
  static var sampler: CodingUserInfoKey { CodingUserInfoKey(rawValue: "sampler").unsafelyUnwrapped }
}

/// Holds a state.
@usableFromInline
final class TypedStateBox<State: SamplerState>: StateBox, MinibatchHolder, @unchecked Sendable {
  @usableFromInline var state: State

  @inlinable
  init(_ state: State) {
    self.state = state
    super.init()
  }

  override var position: [Double] { state.position }

  @usableFromInline
  override func copy() -> StateBox { TypedStateBox(state) }

  override func encode(to encoder: any Encoder) throws { try state.encode(to: encoder) }

  override var tuning: Tuning { (state as? any TunedState)?.tuning ?? .none }

  override package var heldMinibatches: Minibatches? {
    get { minibatches(of: state) }
    set { hold(newValue, in: &state) }
  }
}

extension PosteriorSampler {
  /// A saved state of this sampler, whatever its type.
  @usableFromInline
  func decodedBox(_ decoder: any Decoder) throws -> StateBox { TypedStateBox(try State(from: decoder)) }

  /// Whether such a state is one of this sampler's.
  @usableFromInline
  func accepts(boxed state: AnySampler.State) -> Bool {
    (state.box as? TypedStateBox<State>).map { accepts($0.state) } ?? false
  }

  /// The steps of the warm-up that a chain of this sampler has still to make.
  @usableFromInline
  func warmUpStepsLeft(ofBoxed state: AnySampler.State) -> Int {
    (state.box as? TypedStateBox<State>).map { warmUpStepsLeft(of: $0.state) } ?? 0
  }

  /// The state of a new chain, whatever its type.
  @inlinable
  func boxedStart(
    at position: [Double], using random: inout some RandomSource
  ) throws(SamplingError) -> AnySampler.State {
    AnySampler.State(TypedStateBox(try start(at: position, using: &random)))
  }

  /// A step of such a chain, with the columns' values.
  @inlinable
  func boxedStep(
    _ state: inout AnySampler.State, using random: inout some RandomSource
  ) throws(SamplingError) -> AnySampler.Info {
    let box = state.box(of: self)
    let info = try step(&box.state, using: &random)
    return AnySampler.Info(values: columns.map { $0.value(box.state, info) })
  }
}
