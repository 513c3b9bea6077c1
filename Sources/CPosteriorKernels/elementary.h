// exp, tanh and the logistic function of eight lanes, over the whole range of a double.
//
//     e^x = 2^n (1 + p),   n = [x/ln 2],   r = x − n ln 2,   p = e^r − 1 = r + r² q(r),   |r| ≤ ½ ln 2
//
// n ln 2 is subtracted in two parts, of which the first has so few bits that n times it is exact (Cody & Waite,
// Software Manual for the Elementary Functions, 1980); what the subtraction of the second rounds off is added to r²q.
// q is minimax, of degree 10: its error is below 1.4·10⁻¹⁸. There are no fused operations, so that the bits are
// the same on every instruction set.
//
// Measured against long doubles, the errors are below 1 unit in the last place for exp, 2 for tanh and 2.5 for the
// logistic function.
#ifndef ELEMENTARY_H
#define ELEMENTARY_H

#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

// Adding it rounds a double below 2^51 to an integer, which is then in the low bits.
#define ROUND_TO_INTEGER 0x1.8p52

// 2^n of an integer n in the low bits, for −1022 ≤ n ≤ 1023.
#define POWER_OF_TWO(TYPE, NUMBER) ((TYPE)(((NUMBER) << 52) + ((int64_t)1023 << 52)))

#define LANES lanes
#define BITS lane_bits
#define UNSIGNED_BITS unsigned_lane_bits
#define NAME(FUNCTION) FUNCTION##_of_lanes
#include "exponentials.h"

#define LANES four_lanes
#define BITS four_bits
#define UNSIGNED_BITS unsigned_four_bits
#define NAME(FUNCTION) FUNCTION##_of_four
#include "exponentials.h"

// tanh |x| = t/(t + 2), t = e^2|x| − 1 = 2^n p + (2^n − 1), of which the second term is exact; where t is small,
// t/2 − (t/2) t/(t + 2), which rounds less. It is 1 to the last bit from 19.1 on. The sign is put back, so that
// tanh(−0) is −0.
INLINE void tanh_of_lanes(const lanes *x, lanes *result) {
  const lane_bits sign = (lane_bits)*x & INT64_MIN;
  lanes size = (lanes)((lane_bits)*x ^ sign);
  size = size > 20.0 ? 20.0 : size;
  const lanes twice = 2.0 * size;
  lanes p;
  lane_bits n;
  reduced_exponential_of_lanes(&twice, &p, &n);
  const lanes power = POWER_OF_TWO(lanes, n);
  const lanes t = power * p + (power - 1.0), half = 0.5 * t, quotient = t / (t + 2.0);
  const lanes magnitude = size < 0.3 ? half - half * quotient : quotient;
  *result = (lanes)((lane_bits)magnitude | sign);
}

#endif
