// The standard normal distribution function Φ of eight lanes, and its logarithm.
//
//     Φ(−a) = e^(−a²/2) m(a),   m(a) = P(t)/(1 + 2a),   t = (a − 5)/(a + 5),   a ≥ 0
//
// P, of degree 24, is fitted at Chebyshev's points: its error is below 2·10⁻¹⁷. a² is taken in two parts, of
// which the first is exact: where it is large, rounding it would be seen in its power.
//
// Measured against long doubles, the errors are below 6 units in the last place for Φ, down to the smallest normal
// number, and for ln Φ.
#ifndef NORMAL_DISTRIBUTION_H
#define NORMAL_DISTRIBUTION_H

#include "logarithms.h"

#pragma STDC FP_CONTRACT OFF

// m(a) for 0 ≤ a.
INLINE void mills_of_lanes(const lanes *a, lanes *result) {
  static const double coefficients[25] = {
      0x1.b135a378924a6p-1,   -0x1.44c9cd8f5799bp-5,  -0x1.ba6f247fb88afp-5,  0x1.9d3d58860dc8fp-4,
      -0x1.9c4af953d6968p-4,  0x1.28e8fee3740efp-4,   -0x1.42359ad0474a9p-5,  0x1.f96034ee2761dp-7,
      -0x1.d42635f7d432ap-9,  -0x1.f1d655f6d9dc4p-14, 0x1.bdbec10e71cdep-12,  -0x1.c5b99952d8684p-14,
      -0x1.bb87059e8a4eap-16, 0x1.454e54f41fd97p-16,  0x1.1e7b08c95d11bp-21,  -0x1.7fa3f0deb8e71p-19,
      0x1.8248a3ae20000p-23,  0x1.cfcd59d6a1737p-22,  -0x1.6ff21b19d6d84p-25, -0x1.238e989a8e4e4p-24,
      0x1.aa5bf3faf39ecp-28,  0x1.49023f5a1856dp-27,  -0x1.3ce31c4f549dcp-31, -0x1.c4cf2e72e8e01p-31,
      0x1.9448f094ed315p-36};
  const lanes bounded = *a > 0x1p500 ? 0x1p500 : *a;
  const lanes t = (bounded - 5.0) / (bounded + 5.0);
  lanes sum = coefficients[24];
#pragma clang loop unroll(full)
  for (int k = 23; k >= 0; k--) sum = sum * t + coefficients[k];
  *result = sum / (1.0 + 2.0 * bounded);
}

// −a²/2 as an exact part and a small one.
INLINE void half_square_of_lanes(const lanes *a, lanes *exact, lanes *rest) {
  const lanes high = (lanes)((lane_bits)*a & ~(((int64_t)1 << 27) - 1));
  *exact = -0.5 * (high * high);
  *rest = -0.5 * ((*a - high) * (*a + high));
}

// Φ(−a) for 0 ≤ a.
INLINE void normal_tail_of_lanes(const lanes *a, lanes *result) {
  const lanes bounded = *a > 50.0 ? 50.0 : *a;
  lanes exact, rest, power, mills;
  half_square_of_lanes(&bounded, &exact, &rest);
  exp_of_lanes(&exact, &power);
  mills_of_lanes(&bounded, &mills);
  const lanes more = rest + rest * rest * (0.5 + rest * (1.0 / 6.0));
  *result = power * (mills + mills * more);
}

INLINE void normal_cdf_of_lanes(const lanes *x, lanes *result) {
  const lanes size = (lanes)((lane_bits)*x & INT64_MAX);
  lanes tail;
  normal_tail_of_lanes(&size, &tail);
  *result = *x > 0.0 ? 1.0 - tail : tail;
}

// −x²/2 + ln m(−x) to the left, ln(1 − Φ(−x)) to the right.
INLINE void log_normal_cdf_of_lanes(const lanes *x, lanes *result) {
  const lanes size = (lanes)((lane_bits)*x & INT64_MAX);
  lanes left = 0, right = 0;
  if (ANY(*x > 0.0)) {
    normal_tail_of_lanes(&size, &right);
    right = -right;
    log1p_of_lanes(&right, &right);
  }
  if (!ALL(*x > 0.0)) {
    lanes exact, rest, logarithm;
    half_square_of_lanes(&size, &exact, &rest);
    mills_of_lanes(&size, &logarithm);
    log_of_lanes(&logarithm, &logarithm);
    // Beyond this the second part is below what the first rounds off, or not a number.
    left = size > 0x1p100 ? -0.5 * size * size : exact + (rest + logarithm);
  }
  *result = *x > 0.0 ? right : left;
}

#endif
