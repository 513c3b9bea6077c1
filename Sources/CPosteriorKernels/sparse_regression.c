// The log likelihood of examples of a regression on a sparse design, and its gradient, in one pass over their non-zeros.
#include "sparse_rows.h"

#pragma STDC FP_CONTRACT OFF

int cpk_pass_sparse_regression(const cpk_sparse_regression *regression, const int32_t *examples, size_t count,
                               const double *position, const cpk_sparse_pass *pass, double *value) {
  log_terms terms = {0, 1.0};
  for (size_t first = 0; first < count; first += SPARSE_BLOCK) {
    const size_t here = count - first < SPARSE_BLOCK ? count - first : SPARSE_BLOCK;
    double values[SPARSE_BLOCK] = {0};
    size_t rows[SPARSE_BLOCK];
    for (size_t i = 0; i < here; i++) {
      rows[i] = examples ? (uint32_t)examples[first + i] : first + i;
      if (rows[i] >= regression->rows) return 0;
      values[i] = sparse_product(regression, rows[i], position, 1);
    }
    sparse_scores(regression, rows, here, values, &terms);
    if (pass->notes)
      for (size_t i = 0; i < here; i++) values[i] -= pass->notes[rows[i]];
    if (pass->scores)
      for (size_t i = 0; i < here; i++) pass->scores[rows[i]] = values[i];
    if (pass->gradient)
      for (size_t i = 0; i < here; i++) add_sparse_row(regression, rows[i], pass->scale * values[i], pass->gradient, 1);
  }
  *value += value_of_terms(&terms);
  return 1;
}
