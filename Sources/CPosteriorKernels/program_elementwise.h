// The instructions of model programs that act on each value by itself.
#ifndef PROGRAM_ELEMENTWISE_H
#define PROGRAM_ELEMENTWISE_H

#include "gamma_functions.h"
#include "normal_distribution.h"
#include "plain_functions.h"

#pragma STDC FP_CONTRACT OFF

// 1 where a comparison holds.
#define ONE_WHERE(CONDITION) ((lanes)((CONDITION) & (lane_bits)((lanes)1.0)))

// Operands: from each vector to the next, `stride` doubles, 0 or 8.
typedef struct {
  const double *values;
  size_t stride;
} strided;

INLINE void sin_of_lanes(const lanes *x, lanes *result) {
  for (int k = 0; k < 8; k++) (*result)[k] = plain_sin((*x)[k]);
}

INLINE void cos_of_lanes(const lanes *x, lanes *result) {
  for (int k = 0; k < 8; k++) (*result)[k] = plain_cos((*x)[k]);
}

INLINE void arctangent_of_lanes(const lanes *x, lanes *result) {
  for (int k = 0; k < 8; k++) (*result)[k] = plain_arctangent((*x)[k]);
}

INLINE void power_of_lanes(const lanes *x, const lanes *y, lanes *result) {
  for (int k = 0; k < 8; k++) (*result)[k] = plain_power((*x)[k], (*y)[k]);
}

INLINE void gamma_cdf_of_lanes(const lanes *x, const lanes *y, lanes *result) {
  for (int k = 0; k < 8; k++) (*result)[k] = plain_gamma_cdf((*x)[k], (*y)[k]);
}

INLINE void gamma_tail_of_lanes(const lanes *x, const lanes *y, lanes *result) {
  for (int k = 0; k < 8; k++) (*result)[k] = plain_gamma_tail((*x)[k], (*y)[k]);
}

INLINE void student_cdf_of_lanes(const lanes *x, const lanes *y, lanes *result) {
  for (int k = 0; k < 8; k++) (*result)[k] = plain_student_cdf((*x)[k], (*y)[k]);
}

INLINE void sign_of_lanes(const lanes *x, lanes *result) { *result = ONE_WHERE(*x > 0.0) - ONE_WHERE(*x < 0.0); }

#define FOR_ALL(READ, RESULT)                 \
  for (size_t i = 0; i < count; i++) {        \
    READ lanes result;                        \
    RESULT;                                   \
    STORE_LANES(to + 8 * i, result);          \
  }                                           \
  return;
#define READ_X const lanes x = LOAD_LANES(a.values + i * a.stride);
#define READ_Y const lanes y = LOAD_LANES(b.values + i * b.stride);
#define READ_Z const lanes z = LOAD_LANES(c.values + i * c.stride);
#define OF_ONE(CODE, RESULT) \
  case CODE:                 \
    FOR_ALL(READ_X, RESULT)
#define OF_TWO(CODE, RESULT) \
  case CODE:                 \
    FOR_ALL(READ_X READ_Y, RESULT)
#define OF_THREE(CODE, RESULT) \
  case CODE:                   \
    FOR_ALL(READ_X READ_Y READ_Z, RESULT)

INLINE void apply_to_lanes(int code, strided a, strided b, strided c, double *to, size_t count) {
  switch (code) {
    OF_ONE(CPK_COPY, result = x)
    OF_ONE(CPK_NEGATE, result = -x)
    OF_ONE(CPK_RECIPROCAL, result = 1.0 / x)
    OF_ONE(CPK_SQUARE, result = x * x)
    OF_ONE(CPK_SQRT, result = __builtin_elementwise_sqrt(x))
    OF_ONE(CPK_ABS, result = (lanes)((lane_bits)x & INT64_MAX))
    OF_ONE(CPK_SIGN, sign_of_lanes(&x, &result))
    OF_ONE(CPK_EXP, quick_exp_of_lanes(&x, &result))
    OF_ONE(CPK_EXPM1, expm1_of_lanes(&x, &result))
    OF_ONE(CPK_LOG, log_of_lanes(&x, &result))
    OF_ONE(CPK_LOG1P, log1p_of_lanes(&x, &result))
    OF_ONE(CPK_SIN, sin_of_lanes(&x, &result))
    OF_ONE(CPK_COS, cos_of_lanes(&x, &result))
    OF_ONE(CPK_ARCTANGENT, arctangent_of_lanes(&x, &result))
    OF_ONE(CPK_TANH, tanh_of_lanes(&x, &result))
    OF_ONE(CPK_LOGISTIC, logistic_of_lanes(&x, &result))
    OF_ONE(CPK_SOFTPLUS, softplus_of_lanes(&x, &result))
    OF_ONE(CPK_LOG_GAMMA, log_gamma_of_lanes(&x, &result))
    OF_ONE(CPK_DIGAMMA, digamma_of_lanes(&x, &result))
    OF_ONE(CPK_NORMAL_CDF, normal_cdf_of_lanes(&x, &result))
    OF_ONE(CPK_LOG_NORMAL_CDF, log_normal_cdf_of_lanes(&x, &result))
    OF_TWO(CPK_ADD, result = x + y)
    OF_TWO(CPK_SUBTRACT, result = x - y)
    OF_TWO(CPK_MULTIPLY, result = x * y)
    OF_TWO(CPK_DIVIDE, result = x / y)
    OF_TWO(CPK_POWER, power_of_lanes(&x, &y, &result))
    OF_TWO(CPK_MINIMUM, result = x <= y ? x : y)
    OF_TWO(CPK_MAXIMUM, result = x >= y ? x : y)
    OF_TWO(CPK_LOG_ADD_EXP, log_add_exp_of_lanes(&x, &y, &result))
    OF_TWO(CPK_LESS, result = ONE_WHERE(x < y))
    OF_TWO(CPK_LESS_OR_EQUAL, result = ONE_WHERE(x <= y))
    OF_TWO(CPK_EQUAL, result = ONE_WHERE(x == y))
    OF_TWO(CPK_GAMMA_CDF, gamma_cdf_of_lanes(&x, &y, &result))
    OF_TWO(CPK_GAMMA_TAIL, gamma_tail_of_lanes(&x, &y, &result))
    OF_TWO(CPK_STUDENT_CDF, student_cdf_of_lanes(&x, &y, &result))
    OF_THREE(CPK_SELECT, result = x != 0.0 ? y : z)
    OF_THREE(CPK_MULTIPLY_ADD, result = x * y + z)
    OF_THREE(CPK_MULTIPLY_SUBTRACT, result = x * y - z)
    OF_THREE(CPK_SUBTRACT_PRODUCT, result = z - x * y)
    OF_THREE(CPK_MULTIPLY_DIFFERENCE, result = x * (y - z))
    OF_TWO(CPK_SUBTRACT_EXP, quick_exp_of_lanes(&y, &result); result = x - result)
    OF_TWO(CPK_SUBTRACT_LOGISTIC, logistic_of_lanes(&y, &result); result = x - result)
    default: return;
  }
}

#endif
