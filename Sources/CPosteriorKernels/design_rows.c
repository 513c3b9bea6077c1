// The two passes over rows of a design that the gradient of a generalised linear model takes: the rows' linear
// predictors xᵢᵀθ, and, after its scores have been made of them, the rows' weighted sum. They are called for a
// block of rows that stays in the first-level cache.
//
// A minibatch's rows are anywhere in memory, and reading them takes a memory's latency each unless they were asked for
// before. So each pass over a block asks for a part of the rows of the next: the first for their beginnings and the
// second for what follows. The rest of a long row the hardware finds by itself.
#include "dispatch.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// The sums of four vectors' lanes, each in the order of sum_of_lanes.
INLINE void store_sums(const lanes sums[4], double *result, size_t count) {
  const lanes ab = __builtin_shufflevector(sums[0], sums[1], 0, 1, 2, 3, 8, 9, 10, 11) +
                   __builtin_shufflevector(sums[0], sums[1], 4, 5, 6, 7, 12, 13, 14, 15);
  const lanes cd = __builtin_shufflevector(sums[2], sums[3], 0, 1, 2, 3, 8, 9, 10, 11) +
                   __builtin_shufflevector(sums[2], sums[3], 4, 5, 6, 7, 12, 13, 14, 15);
  const lanes pairs = __builtin_shufflevector(ab, cd, 0, 1, 4, 5, 8, 9, 12, 13) +
                      __builtin_shufflevector(ab, cd, 2, 3, 6, 7, 10, 11, 14, 15);
  const lanes even = __builtin_shufflevector(pairs, pairs, 0, 2, 4, 6, 0, 2, 4, 6);
  const lanes odd = __builtin_shufflevector(pairs, pairs, 1, 3, 5, 7, 1, 3, 5, 7);
  const lanes all = even + odd;
  for (size_t k = 0; k < 4 && k < count; k++) result[k] = all[k];
}

// As many vectors of sums as AVX2's registers hold.
#define MOST_VECTORS 7

#define ROWS_FILE "design_rows.h"
#include "each_element.h"

DISPATCH(void, cpk_linear_predictors,
         (const double *design, size_t rows, size_t columns, const int32_t *examples, size_t count, size_t ahead,
          const double *position, double *predictors),
         (design, rows, columns, examples, count, ahead, position, predictors))

DISPATCH(void, cpk_linear_predictors_single,
         (const float *design, size_t rows, size_t columns, const int32_t *examples, size_t count, size_t ahead,
          const double *position, double *predictors),
         (design, rows, columns, examples, count, ahead, position, predictors))

DISPATCH(void, cpk_add_weighted_rows,
         (const double *design, size_t rows, size_t columns, const int32_t *examples, size_t count, size_t ahead,
          const double *weights, double *gradient),
         (design, rows, columns, examples, count, ahead, weights, gradient))

DISPATCH(void, cpk_add_weighted_rows_single,
         (const float *design, size_t rows, size_t columns, const int32_t *examples, size_t count, size_t ahead,
          const double *weights, double *gradient),
         (design, rows, columns, examples, count, ahead, weights, gradient))
