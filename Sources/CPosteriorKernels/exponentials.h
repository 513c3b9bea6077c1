// Functions of elementary.h that rest on e^x, for a vector type LANES of doubles, with its integers BITS and
// UNSIGNED_BITS and names of their own. Included once for each type.

// p and n of e^x = 2^n (1 + p), for |x| < 10⁶; n as bits for POWER_OF_TWO.
INLINE void NAME(reduced_exponential)(const LANES *x, LANES *p, BITS *n) {
  const LANES shifted = *x * 0x1.71547652b82fep+0 + ROUND_TO_INTEGER;
  const LANES integer = shifted - ROUND_TO_INTEGER;
  const LANES high = *x - integer * 0x1.62e42ffp-1;
  const LANES low = integer * -0x1.718432a1b0e26p-35;
  const LANES r = high - low, rounded = (high - r) - low;
  const LANES r2 = r * r, r4 = r2 * r2;
  const LANES q0 = (0.5 + 0x1.5555555555557p-3 * r) + (0x1.5555555555558p-5 + 0x1.11111111100cep-7 * r) * r2;
  const LANES q1 =
      (0x1.6c16c16c151e6p-10 + 0x1.a01a01abef63cp-13 * r) + (0x1.a01a01ad02d60p-16 + 0x1.71de021a31612p-19 * r) * r2;
  const LANES q2 = (0x1.27e4ccba8443cp-22 + 0x1.af4e1a0f8d916p-26 * r) + 0x1.1f8b6d30f3a09p-29 * r2;
  *p = r + ((r2 * q0 + rounded) + r2 * r4 * (q1 + r4 * q2));
  *n = (BITS)shifted;
}

// e^x. Where 2^n is outside a double's exponents it is taken in two factors.
INLINE void NAME(exp)(const LANES *x, LANES *result) {
  LANES bounded = *x > 710.0 ? 710.0 : *x, p;
  bounded = bounded < -746.0 ? -746.0 : bounded;
  BITS n;
  NAME(reduced_exponential)(&bounded, &p, &n);
  // A shift of the unsigned bits: their lowest twelve are ⌊n/2⌋'s.
  const BITS half = (BITS)((UNSIGNED_BITS)n >> 1);
  *result = (1.0 + p) * POWER_OF_TWO(LANES, half) * POWER_OF_TWO(LANES, n - half);
}

// 1/(1 + e^−x), which for negative x is e^x/(1 + e^x). Where no power is near the smallest double, 2^n is taken at
// once: the same bits.
INLINE void NAME(logistic)(const LANES *x, LANES *result) {
  const LANES below = (LANES)((BITS)*x | INT64_MIN);
  LANES power;
  if (__builtin_expect(__builtin_reduce_and((BITS)(below >= -700.0)) != 0, 1)) {
    LANES p;
    BITS n;
    NAME(reduced_exponential)(&below, &p, &n);
    power = (1.0 + p) * POWER_OF_TWO(LANES, n);
  } else {
    NAME(exp)(&below, &power);
  }
  const LANES numerator = *x < 0.0 ? power : 1.0;
  *result = numerator / (1.0 + power);
}

#undef LANES
#undef BITS
#undef UNSIGNED_BITS
#undef NAME
