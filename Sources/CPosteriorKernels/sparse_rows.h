// Rows most of whose elements are zeros: products with a vector, and sums.
#ifndef SPARSE_ROWS_H
#define SPARSE_ROWS_H

#include "CSparseRegressions.h"
#include "regression_terms.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// Examples that are gone through together.
#define SPARSE_BLOCK 64

// row . vector, whose elements are `stride` apart: four sums side by side, which do not wait for each other.
INLINE double sparse_product(const cpk_sparse_regression *regression, size_t row, const double *vector,
                             size_t stride) {
  const int64_t end = regression->starts[row + 1];
  const int32_t *places = regression->places;
  const double *values = regression->values;
  double a = 0, b = 0, c = 0, d = 0;
  int64_t k = regression->starts[row];
  for (; k + 4 <= end; k += 4) {
    a += values[k] * vector[stride * (size_t)places[k]];
    b += values[k + 1] * vector[stride * (size_t)places[k + 1]];
    c += values[k + 2] * vector[stride * (size_t)places[k + 2]];
    d += values[k + 3] * vector[stride * (size_t)places[k + 3]];
  }
  for (; k < end; k++) a += values[k] * vector[stride * (size_t)places[k]];
  return (a + b) + (c + d);
}

// vector += weight * row.
INLINE void add_sparse_row(const cpk_sparse_regression *regression, size_t row, double weight, double *vector,
                           size_t stride) {
  for (int64_t k = regression->starts[row], end = regression->starts[row + 1]; k < end; k++)
    vector[stride * (size_t)regression->places[k]] += weight * regression->values[k];
}

// Replaces the predictors of up to SPARSE_BLOCK rows by their scores, and adds their log likelihoods.
INLINE void sparse_scores(const cpk_sparse_regression *regression, const size_t *rows, size_t count, double *values,
                          log_terms *terms) {
  static const double zeros[SPARSE_BLOCK];
  double log_factorials[SPARSE_BLOCK];
  union {
    double numbers[SPARSE_BLOCK];
    int64_t counts[SPARSE_BLOCK];
    int8_t signs[SPARSE_BLOCK];
  } responses;
  for (size_t i = 0; i < count; i++) switch (regression->family) {
      case CPK_NORMAL: responses.numbers[i] = ((const double *)regression->responses)[rows[i]]; break;
      case CPK_BERNOULLI: responses.signs[i] = ((const int8_t *)regression->responses)[rows[i]]; break;
      default:
        responses.counts[i] = ((const int64_t *)regression->responses)[rows[i]];
        log_factorials[i] = regression->log_factorials[rows[i]];
    }
  const cpk_regression block = {.family = regression->family, .rows = count, .responses = &responses,
                                .offsets = zeros, .log_factorials = log_factorials};
  cpk_regression_terms(&block, 0, count, values, terms);
}

// A pass over the examples with the given indices, or over the first `count` rows where `examples` is NULL. Elements of
// the position, and of the pass's gradient, are `stride` apart. Returns 0 where an index is outside.
INLINE int pass_sparse_rows(const cpk_sparse_regression *regression, const int32_t *examples, size_t count,
                            const double *position, size_t stride, const cpk_sparse_pass *pass, log_terms *terms) {
  for (size_t first = 0; first < count; first += SPARSE_BLOCK) {
    const size_t here = count - first < SPARSE_BLOCK ? count - first : SPARSE_BLOCK;
    double values[SPARSE_BLOCK] = {0};
    size_t rows[SPARSE_BLOCK];
    for (size_t i = 0; i < here; i++) {
      rows[i] = examples ? (uint32_t)examples[first + i] : first + i;
      if (rows[i] >= regression->rows) return 0;
      values[i] = sparse_product(regression, rows[i], position, stride);
    }
    sparse_scores(regression, rows, here, values, terms);
    if (pass->notes)
      for (size_t i = 0; i < here; i++) values[i] -= pass->notes[rows[i]];
    if (pass->scores)
      for (size_t i = 0; i < here; i++) pass->scores[rows[i]] = values[i];
    if (pass->gradient)
      for (size_t i = 0; i < here; i++)
        add_sparse_row(regression, rows[i], pass->scale * values[i], pass->gradient, stride);
  }
  return 1;
}

#endif
