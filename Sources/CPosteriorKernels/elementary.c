// The elementary functions of elementary.h over arrays.
#include "elementary.h"

#pragma STDC FP_CONTRACT OFF

// values ← FUNCTION(values), eight at a time. The last eight are loaded before and stored after the others, which
// they may overlap; fewer than eight have a vector of their own.
#define OVER_ARRAYS(FUNCTION, NAME)                                          \
  INLINE void NAME##_body(double *values, size_t count) {                    \
    lanes x = 0, y;                                                          \
    if (count < 8) {                                                         \
      for (size_t i = 0; i < count; i++) x[i] = values[i];                   \
      FUNCTION(&x, &y);                                                      \
      for (size_t i = 0; i < count; i++) values[i] = y[i];                   \
      return;                                                                \
    }                                                                        \
    const lanes last = LOAD_LANES(values + count - 8);                       \
    for (size_t i = 0; i + 8 < count; i += 8) {                              \
      x = LOAD_LANES(values + i);                                            \
      FUNCTION(&x, &y);                                                      \
      STORE_LANES(values + i, y);                                            \
    }                                                                        \
    FUNCTION(&last, &y);                                                     \
    STORE_LANES(values + count - 8, y);                                      \
  }                                                                          \
  DISPATCH(void, NAME, (double *values, size_t count), (values, count))

OVER_ARRAYS(exp_of_lanes, cpk_exp)
OVER_ARRAYS(tanh_of_lanes, cpk_tanh)
OVER_ARRAYS(logistic_of_lanes, cpk_logistic)
