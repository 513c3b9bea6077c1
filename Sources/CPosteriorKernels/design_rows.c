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

// Eight elements from `row` on, of which only the first `rest` count and the others are taken as 0, whatever stands
// there. Nothing is read at or beyond `end`.
INLINE void load_rest(const double *row, size_t rest, const lane_bits *counts, const double *end, lanes *result) {
  if (end - row >= 8) {
    *result = (lanes)((lane_bits)LOAD_LANES(row) & *counts);
  } else {
    *result = 0;
    memcpy(result, row, rest * sizeof(double));
  }
}

// Asks for the four cache lines of a row from `column` on.
INLINE void prefetch(const double *row, size_t column, size_t columns) {
  for (size_t j = column; j < columns && j < column + 32; j += 8) __builtin_prefetch(row + j);
}

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

// Four rows at a time; the last ones with repeats, whose predictors are not stored.
INLINE void cpk_linear_predictors_body(const double *design, size_t rows, size_t columns, const int32_t *examples,
                                       size_t count, size_t ahead, const double *position, double *predictors) {
  const double *end = design + rows * columns;
  const size_t whole = columns - columns % 8, rest = columns % 8;
  lane_bits counts;
  first_lanes(rest, &counts);
  lanes position_rest = 0;
  memcpy(&position_rest, position + whole, rest * sizeof(double));
  for (size_t i = 0; i < count; i += 4) {
    const double *row[4];
    lanes sums[4];
    for (size_t k = 0; k < 4; k++) {
      row[k] = design + (size_t)examples[i + k < count ? i + k : count - 1] * columns;
      sums[k] = 0;
      if (i + k < ahead) prefetch(design + (size_t)examples[count + i + k] * columns, 0, columns);
    }
    for (size_t j = 0; j < whole; j += 8) {
      const lanes at = LOAD_LANES(position + j);
      for (size_t k = 0; k < 4; k++) sums[k] += LOAD_LANES(row[k] + j) * at;
    }
    if (rest > 0) {
      for (size_t k = 0; k < 4; k++) {
        lanes x;
        load_rest(row[k] + whole, rest, &counts, end, &x);
        sums[k] += x * position_rest;
      }
    }
    store_sums(sums, predictors + i, count - i);
  }
}

DISPATCH(void, cpk_linear_predictors,
         (const double *design, size_t rows, size_t columns, const int32_t *examples, size_t count, size_t ahead,
          const double *position, double *predictors),
         (design, rows, columns, examples, count, ahead, position, predictors))

// As many vectors of sums as AVX2's registers hold.
#define MOST_VECTORS 7

// The sums of `vectors` times eight columns from `column` on, of which the last eight may be fewer.
INLINE void add_columns(const double *design, size_t rows, size_t columns, size_t column, size_t vectors,
                        const int32_t *examples, size_t count, size_t ahead, const double *weights,
                        double *gradient) {
  const double *end = design + rows * columns;
  const size_t last = 8 * (vectors - 1), rest = columns - column - last < 8 ? columns - column - last : 8;
  lane_bits counts;
  first_lanes(rest, &counts);
  lanes sums[MOST_VECTORS];
  for (size_t v = 0; v < vectors; v++) sums[v] = 0;
  for (size_t i = 0; i < count; i++) {
    if (column == 0 && i < ahead) prefetch(design + (size_t)examples[count + i] * columns, 32, columns);
    const double *row = design + (size_t)examples[i] * columns + column;
    const lanes weight = weights[i];
    for (size_t v = 0; v + 1 < vectors; v++) sums[v] += LOAD_LANES(row + 8 * v) * weight;
    lanes x;
    load_rest(row + last, rest, &counts, end, &x);
    sums[vectors - 1] += x * weight;
  }
  for (size_t v = 0; v + 1 < vectors; v++)
    STORE_LANES(gradient + column + 8 * v, LOAD_LANES(gradient + column + 8 * v) + sums[v]);
  for (size_t l = 0; l < rest; l++) gradient[column + last + l] += sums[vectors - 1][l];
}

INLINE void cpk_add_weighted_rows_body(const double *design, size_t rows, size_t columns, const int32_t *examples,
                                       size_t count, size_t ahead, const double *weights, double *gradient) {
  for (size_t column = 0; column < columns; column += 8 * MOST_VECTORS) {
    const size_t vectors = (columns - column + 7) / 8;
#define COLUMNS(VECTORS) \
  add_columns(design, rows, columns, column, VECTORS, examples, count, ahead, weights, gradient)
#define CASE(VECTORS) \
  case VECTORS:       \
    COLUMNS(VECTORS); \
    break;
    switch (vectors) {
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
      default: COLUMNS(MOST_VECTORS);
    }
#undef CASE
#undef COLUMNS
  }
}

DISPATCH(void, cpk_add_weighted_rows,
         (const double *design, size_t rows, size_t columns, const int32_t *examples, size_t count, size_t ahead,
          const double *weights, double *gradient),
         (design, rows, columns, examples, count, ahead, weights, gradient))
