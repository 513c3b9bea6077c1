// Regressions and networks on a design all of whose elements are in memory, row after row.
#ifndef C_REGRESSIONS_H
#define C_REGRESSIONS_H

#include <stddef.h>
#include <stdint.h>

/* Passes over rows of a design (design_rows.c): row-major, the examples' indices being inside it */

// predictors[i] = row examples[i] . position. `ahead` more examples stand behind the `count`: as many of their rows are
// prefetched as there are here.
void cpk_linear_predictors(const double *design, size_t rows, size_t columns, const int32_t *examples, size_t count,
                           size_t ahead, const double *position, double *predictors);
// gradient += sum of weights[i] * row examples[i].
void cpk_add_weighted_rows(const double *design, size_t rows, size_t columns, const int32_t *examples, size_t count,
                           size_t ahead, const double *weights, double *gradient);
// The same on rows in single precision. The arithmetic is in double precision.
void cpk_linear_predictors_single(const float *design, size_t rows, size_t columns, const int32_t *examples,
                                  size_t count, size_t ahead, const double *position, double *predictors);
void cpk_add_weighted_rows_single(const float *design, size_t rows, size_t columns, const int32_t *examples,
                                  size_t count, size_t ahead, const double *weights, double *gradient);

/* Gradients (linear_gradient.c) */

// gradient += scale * sum over the examples of row * (response - row . position), for a row-major design. Returns 0
// where an example is not a row, the gradient then unfinished. Without responses they are 0.
int cpk_add_linear_gradient(const double *design, size_t rows, size_t columns, const double *responses,
                            const int32_t *examples, size_t count, const double *position, double scale,
                            double *gradient);
// The same on a design in single precision.
int cpk_add_linear_gradient_single(const float *design, size_t rows, size_t columns, const double *responses,
                                   const int32_t *examples, size_t count, const double *position, double scale,
                                   double *gradient);

/* Regressions (regression.c): the log likelihood of all rows in one pass */

enum { CPK_NORMAL, CPK_BERNOULLI, CPK_POISSON };

// What the responses to rows with predictors m = row . position are, and their log likelihood:
//   CPK_NORMAL     double y   -(y - m)^2/2, but for constants
//   CPK_BERNOULLI  int8_t s   -ln(1 + e^(-s m)), s being 1 or -1
//   CPK_POISSON    int64_t y  y m - e^m - ln y!, after an offset has been added to m
// The offsets and the ln y! are there for CPK_POISSON only.
typedef struct {
  int family;
  const double *design;
  size_t rows;
  size_t columns;
  const void *responses;
  const double *offsets;
  const double *log_factorials;
} cpk_regression;

// The sum over all rows of their log likelihood. Unless `gradient` is NULL, scale * its gradient is added to that. The
// rows are taken in chunks (program_chunks.c) by as many threads at the most, so that the bits do not depend on them.
double cpk_add_regression(const cpk_regression *regression, const double *position, double scale, size_t threads,
                          double *gradient);

/* Networks (tanh_network.c): one hidden tanh layer, the examples' indices being inside the row-major design */

// Doubles of scratch memory for a network of D inputs, H hidden units and K outputs: this times (D + H + K)…
#define CPK_NETWORK_WIDTH 16
// … or none where D + H + K is at most this.
#define CPK_NETWORK_ROOM 64
// gradient += scale * sum over the examples of (response - f) grad f, for a network of one output.
void cpk_add_tanh_regression_gradient(const double *design, size_t inputs, size_t hidden, const double *responses,
                                      const int32_t *examples, size_t count,
                                      const double *position, double scale, double *gradient, double *scratch);
// gradient += scale * sum over the examples of grad ln P(label), of outputs + 1 classes of which the first has the
// logit 0.
void cpk_add_tanh_classifier_gradient(const double *design, size_t inputs, size_t hidden, size_t outputs,
                                      const long *labels, const int32_t *examples, size_t count,
                                      const double *position, double scale, double *gradient, double *scratch);

#endif
