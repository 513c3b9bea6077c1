// The instructions of model programs on scalars and vectors.
#ifndef PROGRAM_VECTORS_H
#define PROGRAM_VECTORS_H

#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

// What a program runs on.
typedef struct {
  const double *position;
  double *scratch;
  // The scale of sums over examples, and how many there are.
  double scale;
  double examples;
} run_context;

INLINE void set_one(double *to, double value) { STORE_LANES(to, (lanes)value); }

// The instructions write vectors of eight where they can: of eight numbers written one by one, a vector could be read
// only once they are all in the cache.

// A vector's last element, up to a multiple of eight.
INLINE void pad(double *vector, size_t length) {
  const size_t rest = length % 8;
  if (rest == 0) return;
  lane_bits counted;
  first_lanes(rest, &counted);
  STORE_LANES(vector + length - rest, counted ? LOAD_LANES(vector + length - rest) : vector[length - 1]);
}

// What the caller has just written one by one is read one by one, which `volatile` sees to.
INLINE void load_parameter(const double *position, size_t length, double *to) {
  const volatile double *fresh = position;
  size_t i = 0;
  for (; i + 8 <= length; i += 8) STORE_LANES(to + i, LOAD_LANES(position + i));
  if (i == length) return;
  lanes last;
#pragma clang loop unroll(full)
  for (size_t k = 0; k < 8; k++) last[k] = fresh[i + k < length ? i + k : length - 1];
  STORE_LANES(to + i, last);
}

// a's elements times the scale.
INLINE void scale_vector(const double *a, size_t length, double scale, double *to) {
  const size_t rest = length % 8, whole = length - rest;
  for (size_t i = 0; i < whole; i += 8) STORE_LANES(to + i, LOAD_LANES(a + i) * scale);
  if (rest == 0) return;
  lane_bits counted;
  first_lanes(rest, &counted);
  STORE_LANES(to + whole, (counted ? LOAD_LANES(a + whole) : a[length - 1]) * scale);
}

// a's elements, one more number if there is one, and zeros behind it, to a multiple of eight.
INLINE void place_factors(const double *a, size_t length, const double *more, double *to) {
  const size_t rest = length % 8, whole = length - rest;
  for (size_t i = 0; i < whole; i += 8) STORE_LANES(to + i, LOAD_LANES(a + i));
  if (rest == 0 && !more) return;
  lane_bits counted, with_more;
  first_lanes(rest, &counted);
  first_lanes(rest + 1, &with_more);
  const lanes behind = with_more ? (lanes)(more ? *more : 0) : 0.0;
  STORE_LANES(to + whole, counted ? LOAD_LANES(a + whole) : behind);
}

INLINE double sum_of_vector(const double *a, size_t length) {
  lanes sum = 0;
  size_t i = 0;
  for (; i + 8 <= length; i += 8) sum += LOAD_LANES(a + i);
  if (i < length) {
    lane_bits counted;
    first_lanes(length - i, &counted);
    sum += (lanes)((lane_bits)LOAD_LANES(a + i) & counted);
  }
  return sum_of_lanes(&sum);
}

// c(a − b) of b and c of one value, and its sums with a − b and of a − b.
INLINE void deviations(const double *a, const double *b, const double *c, size_t length, double *to) {
  const lanes center = LOAD_LANES(b), factor = LOAD_LANES(c);
  lanes products = 0, sum = 0;
  for (size_t i = 0; i < length; i += 8) {
    const lanes deviation = LOAD_LANES(a + i) - center, z = deviation * factor;
    const lanes product = deviation * z;
    STORE_LANES(to + i, z);
    if (i + 8 <= length) {
      products += product;
      sum += deviation;
    } else {
      lane_bits counted;
      first_lanes(length - i, &counted);
      products += (lanes)((lane_bits)product & counted);
      sum += (lanes)((lane_bits)deviation & counted);
    }
  }
  double *behind = to + (length + 7) / 8 * 8;
  set_one(behind, sum_of_lanes(&products));
  set_one(behind + 8, sum_of_lanes(&sum));
}

// sums · scale − a b, with a of one value or a vector.
INLINE void finish_subtract_product(const double *a, size_t stride_a, const double *b, size_t stride_b,
                                    const double *sums, size_t length, double scale, double *to) {
  for (size_t i = 0; 8 * i < length; i++)
    STORE_LANES(to + 8 * i,
                LOAD_LANES(sums + 8 * i) * scale - LOAD_LANES(a + i * stride_a) * LOAD_LANES(b + i * stride_b));
}

INLINE void cumulative_sum(const double *a, size_t length, int from_back, double *to) {
  double sum = 0;
  for (size_t k = 0; k < length; k++) {
    const size_t i = from_back ? length - 1 - k : k;
    sum += a[i];
    to[i] = sum;
  }
  pad(to, length);
}

INLINE void run_vector_instruction(const run_context *run, const cpk_instruction *instruction, const double *a,
                                   const double *b, const double *c, const int32_t *places) {
  double *to = run->scratch + instruction->to;
  const size_t length = (size_t)instruction->length, other = (size_t)instruction->other;
  switch (instruction->code) {
    case CPK_PARAMETER:
      if (length == 1) return set_one(to, run->position[other]);
      return load_parameter(run->position + other, length, to);
    case CPK_PARAMETERS:
      for (size_t i = 0; i < length; i++) set_one(to + 8 * i, run->position[other + i]);
      return;
    case CPK_EXAMPLES: return set_one(to, run->scale * run->examples);
    case CPK_ZERO:
      for (size_t i = 0; i < length; i += 8) STORE_LANES(to + i, (lanes)0.0);
      return;
    case CPK_PLACE:
      for (size_t i = 0; i < length; i++) to[i] = a[i];
      return;
    case CPK_PLACE_ONES:
      to[0] = *a;
      to[1] = *b;
      if (length == 3) to[2] = *c;
      return;
    case CPK_FACTORS: return place_factors(a, length, instruction->other ? b : 0, to);
    case CPK_ADD_TO:
      for (size_t i = 0; i < length; i++) to[i] += a[i];
      return;
    case CPK_PAD: return pad(to, length);
    case CPK_ELEMENT: return set_one(to, a[other]);
    case CPK_SUM: return set_one(to, sum_of_vector(a, length));
    case CPK_DEVIATIONS: return deviations(a, b, c, length, to);
    case CPK_CUMULATIVE_SUM: return cumulative_sum(a, length, instruction->other, to);
    case CPK_GATHER:
      for (size_t i = 0; i < length; i++) to[i] = a[places[i]];
      return pad(to, length);
    case CPK_SCATTER:
      for (size_t i = 0; i < length; i++) to[places[i]] += a[i];
      return;
    case CPK_FINISH_SUM: {
      const lanes sums = LOAD_LANES(a);
      return set_one(to, sum_of_lanes(&sums) * run->scale);
    }
    case CPK_FINISH_VECTOR:
      return scale_vector(a, length, run->scale, to);
    case CPK_FINISH_SUBTRACT_PRODUCT:
      return finish_subtract_product(a, 8 * (size_t)instruction->a.varies, b, 8 * (size_t)instruction->b.varies, c,
                                     length, run->scale, to);
    default: return;
  }
}

#endif
