// Least squares on any number of columns: see least_squares.c.
#ifndef C_LEAST_SQUARES_H
#define C_LEAST_SQUARES_H

#include "CPackedModels.h"

// grad U = precision * position - pulls - scale * sum of row * (response - row . position).
typedef struct {
  const double *design;
  size_t rows;
  size_t columns;
  // One for each row: its response, or its predictor at an anchor.
  const double *responses;
  // The prior's, and what is subtracted, or NULL.
  double precision;
  const double *pulls;
  double scale;
} cpk_least_squares;

// Returns 0 where an example is not a row, and 1 otherwise.
int cpk_set_least_squares_gradient(const cpk_least_squares *model, const int32_t *examples, size_t count,
                                   const double *position, double *gradient);

// Takes steps until one is not finite, `steps` at the most, with room for a gradient. An epoch must not end before they
// do. Their number is returned: 0 unless the generator is xoshiro256++.
size_t cpk_take_least_squares_steps(const cpk_least_squares *model, double *gradient, const cpk_scheme *scheme,
                                    cpk_chain *chain, size_t steps);

#endif
