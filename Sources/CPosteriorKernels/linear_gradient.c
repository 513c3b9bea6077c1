// The gradient of least squares over a minibatch, or over consecutive rows where `examples` is NULL: the inner loop of
// every sampler on a linear model.
#include "CPosteriorKernels.h"

#pragma STDC FP_CONTRACT OFF

// Compiled once for each small number of columns, so that position and sum stay in registers.
#define MOST_COLUMNS 12
static inline __attribute__((always_inline)) void add_gradient(const double *restrict design, size_t columns,
                                                               const double *restrict responses,
                                                               const int32_t *restrict examples, size_t count,
                                                               const double *restrict position, double scale,
                                                               double *restrict gradient) {
  double at[MOST_COLUMNS], sum[MOST_COLUMNS];
  for (size_t j = 0; j < columns; j++) {
    at[j] = position[j];
    sum[j] = 0;
  }
  for (size_t i = 0; i < count; i++) {
    const size_t example = examples ? (size_t)examples[i] : i;
    const double *restrict row = design + example * columns;
    double residual = responses[example];
    for (size_t j = 0; j < columns; j++) residual -= row[j] * at[j];
    for (size_t j = 0; j < columns; j++) sum[j] += row[j] * residual;
  }
  for (size_t j = 0; j < columns; j++) gradient[j] += scale * sum[j];
}

// Any number of columns, without room on the stack for them.
static void add_gradient_of_many_columns(const double *restrict design, size_t columns,
                                         const double *restrict responses, const int32_t *restrict examples,
                                         size_t count, const double *restrict position, double scale,
                                         double *restrict gradient) {
  for (size_t i = 0; i < count; i++) {
    const size_t example = examples ? (size_t)examples[i] : i;
    const double *restrict row = design + example * columns;
    double residual = responses[example];
    for (size_t j = 0; j < columns; j++) residual -= row[j] * position[j];
    const double weight = scale * residual;
    for (size_t j = 0; j < columns; j++) gradient[j] += weight * row[j];
  }
}

void cpk_add_linear_gradient(const double *design, size_t columns, const double *responses, const int32_t *examples,
                             size_t count, const double *position, double scale, double *gradient) {
#define CASE(COLUMNS)                                                                            \
  case COLUMNS:                                                                                  \
    add_gradient(design, COLUMNS, responses, examples, count, position, scale, gradient);        \
    return;
  switch (columns) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(MOST_COLUMNS)
    default:
      add_gradient_of_many_columns(design, columns, responses, examples, count, position, scale, gradient);
  }
#undef CASE
}
