/// Whether a trajectory from one end to another still goes on: with its ends' velocities v₋, v₊ = Cp₋, Cp₊ and
/// the sum ρ of its momenta, v₋ᵀρ > 0 and v₊ᵀρ > 0. In the coordinates in which C is the identity, ρ is the
/// way travelled, so that at a U-turn one end moves back along it.
///
/// ρ is given in two parts, whose sum is taken on the way. NaN is a U-turn.
///
/// Betancourt, arXiv:1701.02434 (appendix A.4.2), for Hoffman & Gelman's criterion.
@inlinable
func goesOn(
  from first: Span<Double>, to last: Span<Double>, along part: Span<Double>, _ otherPart: Span<Double>
) -> Bool {
  let d = first.count
  precondition(last.count == d && part.count == d && otherPart.count == d, "vectors of different lengths")
  var atFirst = 0.0
  var atLast = 0.0
  for j in 0..<d {
    let way = part[unchecked: j] + otherPart[unchecked: j]
    atFirst += first[unchecked: j] * way
    atLast += last[unchecked: j] * way
  }
  return atFirst > 0 && atLast > 0
}
