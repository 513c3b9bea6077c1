// ln x, ln(1 + x), e^x − 1, ln(1 + e^x) and ln(e^x + e^y) of eight lanes, over the whole range of a double.
//
//     ln x = k ln 2 + ln(1 + f),   ln(1 + f) = f − (f²/2 − s (f²/2 + R)),   s = f/(2 + f),
//     √½ ≤ 1 + f < √2
//
// R = ln((1 + s)/(1 − s))/s − 2 is a polynomial in s², fitted at Chebyshev's points: it adds 5·10⁻¹⁸ to the
// error. There are no fused operations.
//
// Measured against long doubles, the errors are below 1 unit in the last place for ln x and ln(1 + x), below 2 for e^x
// − 1 and ln(1 + e^x), and below 2 of the largest of the terms for ln(e^x + e^y).
#ifndef LOGARITHMS_H
#define LOGARITHMS_H

#include "elementary.h"

#pragma STDC FP_CONTRACT OFF

#define ALL(CONDITION) __builtin_expect(__builtin_reduce_and((lane_bits)(CONDITION)) != 0, 1)
#define ANY(CONDITION) (__builtin_reduce_or((lane_bits)(CONDITION)) != 0)

// e^x; where no power is near the smallest or largest double, 2^n is taken at once: the same bits.
INLINE void quick_exp_of_lanes(const lanes *x, lanes *result) {
  if (ALL((*x >= -700.0) & (*x <= 700.0))) {
    lanes p;
    lane_bits n;
    reduced_exponential_of_lanes(x, &p, &n);
    *result = (1.0 + p) * POWER_OF_TWO(lanes, n);
  } else {
    exp_of_lanes(x, result);
  }
}

// Of 2^k (1 + f), with `rest` to be added.
INLINE void log_of_parts(const lanes *parts_f, const lanes *k, const lanes *rest, lanes *result) {
  const lanes f = *parts_f, s = f / (2.0 + f), z = s * s, z2 = z * z;
  const lanes low = (0x1.5555555555558p-1 + z * 0x1.99999999952d8p-2) +
                    z2 * (0x1.2492492df26cep-2 + z * 0x1.c71c62e40b94dp-3);
  const lanes high = (0x1.7462b5152e8e0p-3 + z * 0x1.39fe52a20d649p-3) + z2 * 0x1.2b58f4c8d9f6cp-3;
  const lanes r = z * (low + z2 * z2 * high), half = 0.5 * f * f;
  const lanes small = s * (half + r) + (*k * -0x1.718432a1b0e26p-35 + *rest);
  *result = *k * 0x1.62e42ffp-1 + (f - (half - small));
}

// x = 2^k (1 + f) of a positive x that is not below the smallest normal number.
INLINE void parts_of_lanes(const lanes *x, lanes *f, lanes *k) {
  const int64_t bias = (int64_t)1023 << 52;
  const lane_bits bits = (lane_bits)*x;
  // The exponent counts from √½ on; it is shifted as an unsigned number.
  const lane_bits biased = (lane_bits)((unsigned_lane_bits)(bits - 0x3fe6a09e667f3bcd + bias) >> 52);
  *f = (lanes)(bits - ((biased << 52) - bias)) - 1.0;
  *k = (lanes)(biased | 0x4330000000000000) - (0x1p52 + 1023.0);
}

INLINE void log_of_lanes(const lanes *x, lanes *result) {
  const lanes infinity = __builtin_inf(), value = *x, none = 0;
  lanes f, k;
  if (ALL((value >= 0x1p-1022) & (value < infinity))) {
    parts_of_lanes(x, &f, &k);
    log_of_parts(&f, &k, &none, result);
    return;
  }
  const lane_bits tiny = value < 0x1p-1022;
  const lanes scaled = tiny ? value * 0x1p54 : value;
  parts_of_lanes(&scaled, &f, &k);
  k = tiny ? k - 54.0 : k;
  log_of_parts(&f, &k, &none, result);
  *result = value < infinity ? *result : value;
  *result = value == 0.0 ? -infinity : *result;
  *result = value < 0.0 ? (lanes)__builtin_nan("") : *result;
}

// Of u = 1 + x rounded, and what that rounded off: ln(1 + x) = ln u + (x − (u − 1))/u. Where x is near 0, f is x
// itself.
INLINE void log1p_of_lanes(const lanes *x, lanes *result) {
  const lanes infinity = __builtin_inf(), value = *x;
  const lane_bits near = (value > -0.2929) & (value < 0.4142);
  const lanes u = 1.0 + value;
  lanes f, k;
  parts_of_lanes(&u, &f, &k);
  lanes rest = (value - (u - 1.0)) / u;
  rest = near ? 0.0 : rest;
  f = near ? value : f;
  k = near ? 0.0 : k;
  log_of_parts(&f, &k, &rest, result);
  if (ALL((value > -1.0) & (value < infinity))) return;
  *result = value < infinity ? *result : value;
  *result = value == -1.0 ? -infinity : *result;
  *result = value < -1.0 ? (lanes)__builtin_nan("") : *result;
}

// e^x − 1 = 2^n p + (2^n − 1), of which the second term is exact. From 40 on it is e^x, to −40 it is −1 to the
// last bit.
INLINE void expm1_of_lanes(const lanes *x, lanes *result) {
  lanes bounded = *x > 40.0 ? 40.0 : *x, p;
  bounded = bounded < -40.0 ? -40.0 : bounded;
  lane_bits n;
  reduced_exponential_of_lanes(&bounded, &p, &n);
  const lanes power = POWER_OF_TWO(lanes, n);
  *result = power * p + (power - 1.0);
  if (!ANY(*x > 40.0)) return;
  lanes large;
  exp_of_lanes(x, &large);
  *result = *x > 40.0 ? large : *result;
}

// max(x, 0) + ln(1 + e^−|x|).
INLINE void softplus_of_lanes(const lanes *x, lanes *result) {
  const lanes below = (lanes)((lane_bits)*x | INT64_MIN);
  lanes power, logarithm;
  exp_of_lanes(&below, &power);
  log1p_of_lanes(&power, &logarithm);
  *result = (*x > 0.0 ? *x : 0.0) + logarithm;
}

// max(x, y) + ln(1 + e^−|x − y|), also where both are the same infinity.
INLINE void log_add_exp_of_lanes(const lanes *x, const lanes *y, lanes *result) {
  const lanes difference = *x == *y ? 0.0 : *x - *y, below = (lanes)((lane_bits)difference | INT64_MIN);
  lanes power, logarithm;
  exp_of_lanes(&below, &power);
  log1p_of_lanes(&power, &logarithm);
  *result = (*x > *y ? *x : *y) + logarithm;
}

#endif
