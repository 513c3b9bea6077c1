// ln |Γ(x)| and the digamma function ψ(x) of eight lanes. Positive finite numbers are fast; others go one by one
// through a plain function.
//
// Below 8 by the recurrence from y in [¾, 2¼], where ln Γ(y) = (y − 1)(y − 2) P/Q and ψ(y) = (y − y₀) P/Q,
// with y₀ the zero of ψ in two parts, so that zeros keep their relative accuracy; from 8 on by Stirling's series.
// The coefficients are fitted at Chebyshev's points: the errors are below 2·10⁻¹⁸ of the quotients, and less for
// the series.
//
// Measured against long doubles, and near zeros against numbers of forty digits, the errors for x > 0 are below 8 units
// in the last place for ln Γ and below 5 for ψ.
#ifndef GAMMA_FUNCTIONS_H
#define GAMMA_FUNCTIONS_H

#include "logarithms.h"
#include "plain_functions.h"

#pragma STDC FP_CONTRACT OFF

#define QUOTIENT(T, DEGREE_P, DEGREE_Q, P, Q, RESULT)                                  \
  lanes numerator = P[DEGREE_P], denominator = Q[DEGREE_Q];                            \
  _Pragma("clang loop unroll(full)") for (int k = DEGREE_P - 1; k >= 0; k--)           \
      numerator = numerator * T + P[k];                                                \
  _Pragma("clang loop unroll(full)") for (int k = DEGREE_Q - 1; k >= 0; k--)           \
      denominator = denominator * T + Q[k];                                            \
  const lanes RESULT = numerator / denominator;

// ln Γ(y) of the y that the recurrence leads to, and the number whose logarithm is added to it (or subtracted, below
// ¾).
INLINE void small_log_gamma(const lanes *x, lanes *value, lanes *factor) {
  static const double p[9] = {0x1.4d0e35f51a18bp-1, 0x1.59bcbb7c0af2ep+1, 0x1.1921495bd3ff4p+2,
                              0x1.c6ea1a76ae07bp+1, 0x1.80dbe998b985ep+0, 0x1.47d0c21d8ad0ep-2,
                              0x1.edbb66c776df4p-6, 0x1.dbab1b2ebe2c0p-11, 0x1.ff3e8fa95dbd7p-20};
  static const double q[9] = {0x1.0000000000000p+0, 0x1.2c6a384fe519ep+2, 0x1.1afc16d129537p+3,
                              0x1.126c70b95dd54p+3, 0x1.24880a35de44cp+2, 0x1.53c0fbfb829e9p+0,
                              0x1.90c4d9c983ea8p-3, 0x1.98b3d6c878db3p-7, 0x1.e6a37f3b5e8f9p-13};
  const lane_bits below = *x < 0.75;
  // From above, y = x − j, which is exact.
  lanes y = *x, product = 1;
#pragma clang loop unroll(full)
  for (int j = 0; j < 6; j++) {
    const lane_bits above = y > 2.25;
    y = above ? y - 1.0 : y;
    product = above ? product * y : product;
  }
  // From below, y = x + 1.
  const lanes first = below ? y : y - 1.0, second = below ? y - 1.0 : y - 2.0, t = below ? y + 0.25 : y - 0.75;
  QUOTIENT(t, 8, 8, p, q, quotient)
  *value = first * second * quotient;
  *factor = below ? y : product;
}

INLINE void log_gamma_of_lanes(const lanes *x, lanes *result) {
  const lanes infinity = __builtin_inf();
  const lane_bits ordinary = (*x > 0.0) & (*x < infinity), small = *x < 8.0;
  const lanes value = ordinary ? *x : 1.0;
  lanes near = 0, factor = value, logarithm;
  if (ANY(small)) small_log_gamma(&value, &near, &factor);
  factor = small ? factor : value;
  log_of_lanes(&factor, &logarithm);
  near += value < 0.75 ? -logarithm : logarithm;
  const lanes z = 1.0 / value, y = z * z;
  const lanes series = ((0x1.5555555555553p-4 + y * -0x1.6c16c16bb6141p-9) +
                        y * y * (0x1.a019fd33665dbp-11 + y * -0x1.380ebd16bb998p-11)) +
                       y * y * y * y * (0x1.b6fa317badee7p-11 + y * -0x1.b1371a167cbacp-10);
  const lanes far = (value - 0.5) * (logarithm - 1.0) + (0x1.acfe390c97d69p-2 + z * series);
  *result = small ? near : far;
  if (ALL(ordinary)) return;
  for (int k = 0; k < 8; k++)
    if (!ordinary[k]) (*result)[k] = plain_log_gamma((*x)[k]);
}

// ψ(y) of the y that the recurrence leads to, and what is added to it.
INLINE void small_digamma(const lanes *x, lanes *value, lanes *added) {
  static const double p[7] = {0x1.869fab254b399p+0, 0x1.5a8fed885f1c4p+1, 0x1.b01a410e31e1ap+0, 0x1.dd4cc122b3a9cp-2,
                              0x1.d90f83e5b8f2dp-5, 0x1.6dfea3da2a859p-9, 0x1.194435ba887b5p-15};
  static const double q[8] = {0x1.0000000000000p+0, 0x1.5ae3ab5e577c0p+1, 0x1.41ed9dd52b688p+1, 0x1.0e0a4bd41ae52p+0,
                              0x1.b456ddb66dd92p-3, 0x1.43ffd3f3a81e5p-6, 0x1.700fbc69408abp-11, 0x1.743281fb43853p-18};
  const lane_bits below = *x < 0.75;
  // Σ 1/(y + j) as one fraction.
  lanes y = *x, above_line = 0, below_line = 1;
#pragma clang loop unroll(full)
  for (int j = 0; j < 6; j++) {
    const lane_bits above = y > 2.25;
    y = above ? y - 1.0 : y;
    above_line = above ? above_line * y + below_line : above_line;
    below_line = above ? below_line * y : below_line;
  }
  const lanes distance = (below ? y - (0x1.762d86356be3fp+0 - 1.0) : y - 0x1.762d86356be3fp+0) - 0x1.b86a722197829p-54;
  const lanes t = below ? y + 0.25 : y - 0.75;
  QUOTIENT(t, 6, 7, p, q, quotient)
  *value = distance * quotient;
  *added = (below ? -1.0 : above_line) / (below ? y : below_line);
}

INLINE void digamma_of_lanes(const lanes *x, lanes *result) {
  const lanes infinity = __builtin_inf();
  const lane_bits ordinary = (*x > 0.0) & (*x < infinity), small = *x < 8.0;
  const lanes value = ordinary ? *x : 1.0;
  lanes near = 0, far = 0, added = 0;
  if (ANY(small)) {
    small_digamma(&value, &near, &added);
    near += added;
  }
  if (!ALL(small)) {
    lanes logarithm;
    log_of_lanes(&value, &logarithm);
    const lanes z = 1.0 / value, y = z * z;
    const lanes series = ((0x1.5555555555533p-4 + y * -0x1.1111110fe00c3p-7) +
                          y * y * (0x1.04103a07ea7a1p-8 + y * -0x1.110987feb0001p-8)) +
                         y * y * y * y * (0x1.ecc53a195943ap-8 + y * -0x1.222d2ce53ca68p-6);
    far = logarithm - (0.5 * z + y * series);
  }
  *result = small ? near : far;
  if (ALL(ordinary)) return;
  for (int k = 0; k < 8; k++)
    if (!ordinary[k]) (*result)[k] = plain_digamma((*x)[k]);
}

#endif
