// Blocks of examples, and products of their rows with a vector: a few of the instructions of model programs.
#ifndef PROGRAM_PRODUCTS_H
#define PROGRAM_PRODUCTS_H

#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

#define EXAMPLES_IN_BLOCK 64

typedef struct {
  // Where each example's row is, the last one's repeated.
  const double *rows[EXAMPLES_IN_BLOCK];
  size_t count;
  // ⌈count/8⌉.
  size_t vectors;
} example_block;

// Each in the order ((0 + 4) + (1 + 5)) + ((2 + 6) + (3 + 7)).
INLINE void sums_of_four(four_lanes *sums, const lanes *a, const lanes *b, const lanes *c, const lanes *d) {
  const four_lanes p = a->lo + a->hi, q = b->lo + b->hi, r = c->lo + c->hi, s = d->lo + d->hi;
  const four_lanes pq = __builtin_shufflevector(p, q, 0, 4, 2, 6) + __builtin_shufflevector(p, q, 1, 5, 3, 7);
  const four_lanes rs = __builtin_shufflevector(r, s, 0, 4, 2, 6) + __builtin_shufflevector(r, s, 1, 5, 3, 7);
  *sums = __builtin_shufflevector(pq, rs, 0, 1, 4, 5) + __builtin_shufflevector(pq, rs, 2, 3, 6, 7);
}

// Rows times b, over `width` vectors from vector `first` of each row on.
INLINE void product(const example_block *block, size_t first, size_t width, const double *b, double *to) {
  for (size_t i = 0; i < 8 * block->vectors; i += 4) {
    const double *const *rows = block->rows + i;
    const double *const *ahead = rows + (i + 12 < 8 * block->vectors ? 8 : 0);
    lanes sums[4] = {0, 0, 0, 0};
    for (size_t k = 0; k < width; k++) {
      const lanes factors = LOAD_LANES(b + 8 * k);
      if (width > 1) {
#pragma clang loop unroll(full)
        for (size_t j = 0; j < 4; j++) __builtin_prefetch(ahead[j] + 8 * (first + k));
      }
#pragma clang loop unroll(full)
      for (size_t j = 0; j < 4; j++) sums[j] += LOAD_LANES(rows[j] + 8 * (first + k)) * factors;
    }
    four_lanes folded;
    sums_of_four(&folded, sums, sums + 1, sums + 2, sums + 3);
    STORE_FOUR(to + i, folded);
  }
}

// `width` vectors of rows, from vector `first` of each on, times their example's number: in two sums, of every other
// example, where there is one vector, and otherwise four vectors at a time.
INLINE void product_sum(const example_block *block, size_t first, size_t width, const double *a, size_t varies,
                        double *to) {
  const double *const *rows = block->rows;
  if (width == 1) {
    lanes even = LOAD_LANES(to), odd = 0;
    size_t i = 0;
    for (; i + 2 <= block->count; i += 2) {
      even += LOAD_LANES(rows[i] + 8 * first) * a[i * varies];
      odd += LOAD_LANES(rows[i + 1] + 8 * first) * a[(i + 1) * varies];
    }
    if (i < block->count) even += LOAD_LANES(rows[i] + 8 * first) * a[i * varies];
    STORE_LANES(to, even + odd);
    return;
  }
  size_t k = 0;
  for (; k + 4 <= width; k += 4) {
    lanes sums[4];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 4; j++) sums[j] = LOAD_LANES(to + 8 * (k + j));
    for (size_t i = 0; i < block->count; i++)
#pragma clang loop unroll(full)
      for (size_t j = 0; j < 4; j++) sums[j] += LOAD_LANES(rows[i] + 8 * (first + k + j)) * a[i * varies];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 4; j++) STORE_LANES(to + 8 * (k + j), sums[j]);
  }
  for (; k < width; k++) {
    lanes sum = LOAD_LANES(to + 8 * k);
    for (size_t i = 0; i < block->count; i++) sum += LOAD_LANES(rows[i] + 8 * (first + k)) * a[i * varies];
    STORE_LANES(to + 8 * k, sum);
  }
}

// One vector of each row, times the row's product with b: what the gradient of least squares adds up.
INLINE void product_twice(const example_block *block, size_t first, const double *b, double *to) {
  const lanes factors = LOAD_LANES(b);
  lanes sums[4] = {LOAD_LANES(to), 0, 0, 0};
  for (size_t i = 0; i < block->count; i += 4) {
    const double *const *rows = block->rows + i;
    lanes values[4], products[4];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 4; j++) {
      values[j] = LOAD_LANES(rows[j] + 8 * first);
      products[j] = values[j] * factors;
    }
    four_lanes folded;
    sums_of_four(&folded, products, products + 1, products + 2, products + 3);
    if (i + 4 <= block->count) {
#pragma clang loop unroll(full)
      for (size_t j = 0; j < 4; j++) sums[j] += values[j] * folded[j];
    } else {
      const size_t rest = block->count - i;
      sums[0] += values[0] * folded[0];
      if (rest > 1) sums[1] += values[1] * folded[1];
      if (rest > 2) sums[2] += values[2] * folded[2];
    }
  }
  STORE_LANES(to, (sums[0] + sums[1]) + (sums[2] + sums[3]));
}

#endif
