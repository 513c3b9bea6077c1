// The gradient of least squares in one pass over wide rows: each stays in registers between its predictor and its part
// of the sum.
//
// The sums are those of the passes of design_rows.c over blocks of rows. A design's rows begin anywhere in a cache line,
// and a read across two lines takes twice as long: here a row is read once.
#ifndef LINEAR_ROWS_H
#define LINEAR_ROWS_H

#include "dispatch.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define ROWS_IN_BLOCK 16
// So many rows ahead are asked for.
#define ROWS_AHEAD 6
// As many as leave room for as many sums in the registers of AVX-512.
#define MOST_VECTORS_OF_ROW 14

typedef struct {
  const double *design;
  size_t rows;
  size_t columns;
  const double *responses;
} least_squares;

#define EACH_VECTOR _Pragma("clang loop unroll(full)") for (size_t v = 0; v < vectors; v++)

// A row's vectors, with zeros behind its last element. Nothing is read behind the design.
INLINE void load_row(const least_squares *model, size_t example, size_t vectors, const lane_bits *counts, lanes *x) {
  const double *row = model->design + example * model->columns, *last = row + 8 * (vectors - 1);
  EACH_VECTOR if (v + 1 < vectors) x[v] = LOAD_LANES(row + 8 * v);
  if (__builtin_expect(model->design + model->rows * model->columns - last >= 8, 1)) {
    x[vectors - 1] = (lanes)((lane_bits)LOAD_LANES(last) & *counts);
  } else {
    x[vectors - 1] = 0;
    for (size_t l = 0; 8 * (vectors - 1) + l < model->columns; l++) x[vectors - 1][l] = last[l];
  }
}

// Adds scale * row * (response - row . position) of each example; returns 0 where an example is not a row.
INLINE int add_rows(const least_squares *model, size_t vectors, const int32_t *examples, size_t count,
                    const double *position, double scale, double *gradient) {
  const size_t columns = model->columns;
  lane_bits counts;
  first_lanes(columns - 8 * (vectors - 1), &counts);
  lanes at[MOST_VECTORS_OF_ROW], total[MOST_VECTORS_OF_ROW], sums[MOST_VECTORS_OF_ROW], x[MOST_VECTORS_OF_ROW];
  at[vectors - 1] = total[vectors - 1] = 0;
  memcpy(at, position, columns * sizeof *position);
  memcpy(total, gradient, columns * sizeof *gradient);
  for (size_t first = 0; first < count; first += ROWS_IN_BLOCK) {
    const size_t end = count - first < ROWS_IN_BLOCK ? count : first + ROWS_IN_BLOCK;
    EACH_VECTOR sums[v] = 0;
    for (size_t i = first; i < end; i++) {
      const size_t example = (uint32_t)examples[i];
      if (__builtin_expect(example >= model->rows, 0)) return 0;
      const size_t later = (uint32_t)examples[i + ROWS_AHEAD < count ? i + ROWS_AHEAD : count - 1];
      EACH_VECTOR __builtin_prefetch(model->design + later * columns + 8 * v);
      load_row(model, example, vectors, &counts, x);
      lanes products = 0;
      EACH_VECTOR products += x[v] * at[v];
      const lanes weight = scale * (model->responses[example] - sum_of_lanes(&products));
      EACH_VECTOR sums[v] += x[v] * weight;
    }
    EACH_VECTOR total[v] += sums[v];
  }
  memcpy(gradient, total, columns * sizeof *gradient);
  return 1;
}

#endif
