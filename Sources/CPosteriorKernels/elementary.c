// The elementary functions of elementary.h over arrays.
#include "elementary.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// values ← FUNCTION(values), eight at a time; the last ones in a vector of their own, filled up with zeros.
#define OVER_ARRAYS(FUNCTION, NAME)                                              \
  INLINE void NAME##_body(double *values, size_t count) {                        \
    size_t i = 0;                                                                \
    for (; i + 8 <= count; i += 8) {                                             \
      const lanes x = LOAD_LANES(values + i);                                    \
      lanes y;                                                                   \
      FUNCTION(&x, &y);                                                          \
      STORE_LANES(values + i, y);                                                \
    }                                                                            \
    if (i < count) {                                                             \
      lanes x = 0, y;                                                            \
      memcpy(&x, values + i, (count - i) * sizeof(double));                      \
      FUNCTION(&x, &y);                                                          \
      memcpy(values + i, &y, (count - i) * sizeof(double));                      \
    }                                                                            \
  }                                                                              \
  DISPATCH(void, NAME, (double *values, size_t count), (values, count))

OVER_ARRAYS(exp_of_lanes, cpk_exp)
OVER_ARRAYS(tanh_of_lanes, cpk_tanh)
OVER_ARRAYS(logistic_of_lanes, cpk_logistic)
