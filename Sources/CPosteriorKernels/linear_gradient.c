// The gradient of least squares over a minibatch: the inner loop of samplers on a linear model. An example is checked
// against the number of rows before it is read.
#include "dispatch.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define ROWS_IN_BLOCK 16
// As many sums as the first-level cache holds beside a block's rows.
#define COLUMNS_AT_ONCE 256
// So many rows ahead are asked for.
#define ROWS_AHEAD 6
// As many as leave room for as many sums in the registers of AVX-512.
#define MOST_VECTORS 14

#define EACH_VECTOR _Pragma("clang loop unroll(full)") for (size_t v = 0; v < vectors; v++)

// The last vector of a row: its first column, all bits of the lanes that are the row's, and the position's elements.
typedef struct {
  size_t column;
  lane_bits counts;
  lanes position;
} row_end;

#define ROWS_FILE "linear_rows.h"
#include "each_element.h"

// Compiled once for each small number of columns, so that position and sum stay in registers.
#define MOST_COLUMNS 12
static inline __attribute__((always_inline)) int add_gradient(const double *restrict design, size_t rows,
                                                              size_t columns, const double *restrict responses,
                                                              const int32_t *restrict examples, size_t count,
                                                              const double *restrict position, double scale,
                                                              double *restrict gradient) {
  double at[MOST_COLUMNS], sum[MOST_COLUMNS];
  // The last step has just written these element by element. Read in pairs, which `volatile` forbids, they would be
  // waited for until they are in the cache.
  const volatile double *fresh = position;
  for (size_t j = 0; j < columns; j++) {
    at[j] = fresh[j];
    sum[j] = 0;
  }
  for (size_t i = 0; i < count; i++) {
    const size_t example = (uint32_t)examples[i];
    if (example >= rows) return 0;
    const double *restrict row = design + example * columns;
    double residual = responses ? responses[example] : 0;
    for (size_t j = 0; j < columns; j++) residual -= row[j] * at[j];
    for (size_t j = 0; j < columns; j++) sum[j] += row[j] * residual;
  }
  volatile double *to = gradient;
  for (size_t j = 0; j < columns; j++) to[j] += scale * sum[j];
  return 1;
}

DISPATCH(int, cpk_add_wide_linear_gradient,
         (const least_squares_of_doubles *model, const int32_t *examples, size_t count, double *gradient),
         (model, examples, count, gradient))

DISPATCH(int, cpk_add_wide_linear_gradient_single,
         (const least_squares_of_floats *model, const int32_t *examples, size_t count, double *gradient),
         (model, examples, count, gradient))

int cpk_add_linear_gradient(const double *design, size_t rows, size_t columns, const double *responses,
                            const int32_t *examples, size_t count, const double *position, double scale,
                            double *gradient) {
#define CASE(COLUMNS) \
  case COLUMNS:       \
    return add_gradient(design, rows, COLUMNS, responses, examples, count, position, scale, gradient);
  switch (columns) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(MOST_COLUMNS)
  }
#undef CASE
  const least_squares_of_doubles model = {design, rows, columns, responses, position, scale};
#if defined(__x86_64__)
  if (cpk_instructions == 2 && columns <= 8 * MOST_VECTORS)
    return add_gradient_in_registers_of_doubles(&model, examples, count, gradient);
#endif
  return cpk_add_wide_linear_gradient(&model, examples, count, gradient);
}

int cpk_add_linear_gradient_single(const float *design, size_t rows, size_t columns, const double *responses,
                                   const int32_t *examples, size_t count, const double *position, double scale,
                                   double *gradient) {
  const least_squares_of_floats model = {design, rows, columns, responses, position, scale};
#if defined(__x86_64__)
  if (cpk_instructions == 2 && columns <= 8 * MOST_VECTORS)
    return add_gradient_in_registers_of_floats(&model, examples, count, gradient);
#endif
  return cpk_add_wide_linear_gradient_single(&model, examples, count, gradient);
}
