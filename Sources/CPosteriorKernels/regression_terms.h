// What rows of a regression add to the log likelihood, and their scores, by the block.
#ifndef REGRESSION_TERMS_H
#define REGRESSION_TERMS_H

#include "logarithms.h"

// A log likelihood: lane by lane, the sum less the logarithm of the product.
typedef struct {
  lanes sum;
  lanes product;
} log_terms;

// Replaces the predictors of `count` rows, from `row` on, by their scores, and adds their log likelihoods. The values
// are read and written by eights.
void cpk_regression_terms(const cpk_regression *regression, size_t row, size_t count, double *values, log_terms *terms);

// All that has been added.
INLINE double value_of_terms(log_terms *terms) {
  lanes logarithm;
  log_of_lanes(&terms->product, &logarithm);
  terms->sum -= logarithm;
  return sum_of_lanes(&terms->sum);
}

#endif
