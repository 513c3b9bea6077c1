// The log likelihood of examples of a regression on a sparse design, and its gradient, in one pass over non-zeros.
#include "sparse_rows.h"

#pragma STDC FP_CONTRACT OFF

int cpk_pass_sparse_regression(const cpk_sparse_regression *regression, const int32_t *examples, size_t count,
                               const double *position, const cpk_sparse_pass *pass, double *value) {
  log_terms terms = {0, 1.0};
  if (!pass_sparse_rows(regression, examples, count, position, 1, pass, &terms)) return 0;
  *value += value_of_terms(&terms);
  return 1;
}
