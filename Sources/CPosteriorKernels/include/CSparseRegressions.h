// Regressions on a design most of whose elements are zeros (sparse_regression.c, sparse_steps.c).
#ifndef C_SPARSE_REGRESSIONS_H
#define C_SPARSE_REGRESSIONS_H

#include "CPackedModels.h"

// Row i has values[k] in column places[k] for starts[i] <= k < starts[i + 1]; all columns are inside. Families and
// responses are those of a cpk_regression, without offsets.
typedef struct {
  int family;
  size_t rows;
  size_t columns;
  const int64_t *starts;
  const int32_t *places;
  const double *values;
  const void *responses;
  const double *log_factorials;
} cpk_sparse_regression;

// What a pass over examples gives beside their log likelihood. Any of these may be NULL.
typedef struct {
  // One number for each row, which is subtracted from its score.
  const double *notes;
  // Where each example's score is written, at the place of its row.
  double *scores;
  // += scale * sum of score * row.
  double *gradient;
  double scale;
} cpk_sparse_pass;

// Adds to `value` the log likelihood of the examples with the given indices, or of the first `count` rows where
// `examples` is NULL. Returns 0 where an index is outside, the pass then unfinished.
int cpk_pass_sparse_regression(const cpk_sparse_regression *regression, const int32_t *examples, size_t count,
                               const double *position, const cpk_sparse_pass *pass, double *value);

// grad U = precision * position - offset + scale * sum over a minibatch of (score - note) * row.
typedef struct {
  cpk_sparse_regression regression;
  // One number for each row, or NULL.
  const double *notes;
  // A number for each column, or NULL.
  const double *offset;
  double precision;
  double scale;
} cpk_sparse_model;

// Steps of a chain each of which moves only the coordinates that its minibatch has a part in. What the others have
// missed is made up for in one draw when one is next needed, and for all at the end: the same law as steps one by one,
// not the same numbers. Returns the number of steps: 0 where there is no memory, positions are to be traced, or the
// generator is not xoshiro256++.
size_t cpk_take_sparse_steps(const cpk_sparse_model *model, const cpk_scheme *scheme, cpk_chain *chain, size_t steps);

#endif
