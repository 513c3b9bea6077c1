// Long vectors: inner product, scaled sum, and the search for a number that is too large.
//
// Product and sum are of at least eight elements. What is left behind whole vectors of eight is read with the elements
// before it, so that nothing outside is touched.
#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

INLINE double cpk_dot_body(const double *a, const double *b, size_t count) {
  lanes sum = 0, other = 0;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    sum += LOAD_LANES(a + i) * LOAD_LANES(b + i);
    other += LOAD_LANES(a + i + 8) * LOAD_LANES(b + i + 8);
  }
  if (i + 8 <= count) {
    sum += LOAD_LANES(a + i) * LOAD_LANES(b + i);
    i += 8;
  }
  if (i < count) {
    lane_bits before;
    first_lanes(8 - (count - i), &before);
    const lanes x = LOAD_LANES(a + count - 8) * LOAD_LANES(b + count - 8);
    other += (lanes)((lane_bits)x & ~before);
  }
  sum += other;
  return sum_of_lanes(&sum);
}

INLINE void cpk_add_scaled_body(double *sum, double scale, const double *vector, size_t count) {
  const lanes last = LOAD_LANES(sum + count - 8) + scale * LOAD_LANES(vector + count - 8);
  for (size_t i = 0; i + 8 < count; i += 8)
    STORE_LANES(sum + i, LOAD_LANES(sum + i) + scale * LOAD_LANES(vector + i));
  STORE_LANES(sum + count - 8, last);
}

// All are looked at without a branch: it is rare that one is found.
INLINE size_t cpk_first_beyond_body(const double *numbers, size_t count, double bound) {
  lane_bits found = 0;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const lanes x = LOAD_LANES(numbers + i);
    found |= (x > bound) | (x < -bound);
  }
  if (__builtin_reduce_or(found)) i = 0;
  while (i < count && !(numbers[i] > bound || numbers[i] < -bound)) i++;
  return i;
}

DISPATCH(double, cpk_dot, (const double *a, const double *b, size_t count), (a, b, count))
DISPATCH(void, cpk_add_scaled, (double *sum, double scale, const double *vector, size_t count),
         (sum, scale, vector, count))
DISPATCH(size_t, cpk_first_beyond, (const double *numbers, size_t count, double bound), (numbers, count, bound))
