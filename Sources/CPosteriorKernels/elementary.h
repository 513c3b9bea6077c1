// exp, tanh and the logistic function of eight lanes, over the whole range of a double.
//
//     e^x = 2^n (1 + p),   n = [x/ln 2],   r = x − n ln 2,   p = e^r − 1 = r + r² q(r),   |r| ≤ ½ ln 2
//
// n ln 2 is subtracted in two parts, of which the first has so few bits that n times it is exact (Cody & Waite, Software Manual for the
// Elementary Functions, 1980); what the subtraction of the second rounds off is added to r²q. q is minimax, of degree 10: its error
// is below 1.4·10⁻¹⁸. There are no fused operations, so that the bits are the same on every instruction set.
//
// Measured against long doubles, the errors are below 1 unit in the last place for exp, 2 for tanh and 2.5 for the logistic function.
#ifndef ELEMENTARY_H
#define ELEMENTARY_H

#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

// Adding it rounds a double below 2^51 to an integer, which is then in the low bits.
#define ROUND_TO_INTEGER 0x1.8p52

// 2^n of an integer n in the low bits, for −1022 ≤ n ≤ 1023.
#define POWER_OF_TWO(BITS) ((lanes)(((BITS) << 52) + ((int64_t)1023 << 52)))

// p and n of e^x = 2^n (1 + p), for |x| < 10⁶; n as bits for POWER_OF_TWO.
INLINE void reduced_exponential(const lanes *x, lanes *p, lane_bits *n) {
  const lanes shifted = *x * 0x1.71547652b82fep+0 + ROUND_TO_INTEGER;
  const lanes integer = shifted - ROUND_TO_INTEGER;
  const lanes high = *x - integer * 0x1.62e42ffp-1;
  const lanes low = integer * -0x1.718432a1b0e26p-35;
  const lanes r = high - low, rounded = (high - r) - low;
  const lanes r2 = r * r, r4 = r2 * r2;
  const lanes q0 = (0.5 + 0x1.5555555555557p-3 * r) + (0x1.5555555555558p-5 + 0x1.11111111100cep-7 * r) * r2;
  const lanes q1 =
      (0x1.6c16c16c151e6p-10 + 0x1.a01a01abef63cp-13 * r) + (0x1.a01a01ad02d60p-16 + 0x1.71de021a31612p-19 * r) * r2;
  const lanes q2 = (0x1.27e4ccba8443cp-22 + 0x1.af4e1a0f8d916p-26 * r) + 0x1.1f8b6d30f3a09p-29 * r2;
  *p = r + ((r2 * q0 + rounded) + r2 * r4 * (q1 + r4 * q2));
  *n = (lane_bits)shifted;
}

// e^x. Where 2^n is outside a double's exponents it is taken in two factors.
INLINE void exp_of_lanes(const lanes *x, lanes *result) {
  lanes bounded = *x > 710.0 ? 710.0 : *x, p;
  bounded = bounded < -746.0 ? -746.0 : bounded;
  lane_bits n;
  reduced_exponential(&bounded, &p, &n);
  // A shift of the unsigned bits: their lowest twelve are ⌊n/2⌋'s.
  const lane_bits half = (lane_bits)((unsigned_lane_bits)n >> 1);
  *result = (1.0 + p) * POWER_OF_TWO(half) * POWER_OF_TWO(n - half);
}

// tanh |x| = t/(t + 2), t = e^2|x| − 1 = 2^n p + (2^n − 1), of which the second term is exact; where t is small, t/2 − (t/2) t/(t + 2), which
// rounds less. It is 1 to the last bit from 19.1 on. The sign is put back, so that tanh(−0) is −0.
INLINE void tanh_of_lanes(const lanes *x, lanes *result) {
  const lane_bits sign = (lane_bits)*x & INT64_MIN;
  lanes size = (lanes)((lane_bits)*x ^ sign);
  size = size > 20.0 ? 20.0 : size;
  const lanes twice = 2.0 * size;
  lanes p;
  lane_bits n;
  reduced_exponential(&twice, &p, &n);
  const lanes power = POWER_OF_TWO(n);
  const lanes t = power * p + (power - 1.0), half = 0.5 * t, quotient = t / (t + 2.0);
  const lanes magnitude = size < 0.3 ? half - half * quotient : quotient;
  *result = (lanes)((lane_bits)magnitude | sign);
}

// 1/(1 + e^−x), which for negative x is e^x/(1 + e^x).
INLINE void logistic_of_lanes(const lanes *x, lanes *result) {
  const lanes below = (lanes)((lane_bits)*x | INT64_MIN);
  lanes power;
  exp_of_lanes(&below, &power);
  const lanes numerator = *x < 0.0 ? power : 1.0;
  *result = numerator / (1.0 + power);
}

#endif
