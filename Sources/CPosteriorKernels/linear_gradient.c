// The gradient of least squares over a minibatch: the inner loop of samplers on a linear model. An example is checked
// against the number of rows before it is read.
#include "linear_rows.h"

#pragma STDC FP_CONTRACT OFF

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
    double residual = responses[example];
    for (size_t j = 0; j < columns; j++) residual -= row[j] * at[j];
    for (size_t j = 0; j < columns; j++) sum[j] += row[j] * residual;
  }
  volatile double *to = gradient;
  for (size_t j = 0; j < columns; j++) to[j] += scale * sum[j];
  return 1;
}

// Any number of columns, without room on the stack for them.
INLINE int cpk_add_wide_linear_gradient_body(const least_squares *model, const int32_t *examples, size_t count,
                                             double *gradient) {
  return add_rows_by_four(model, examples, count, gradient);
}

DISPATCH(int, cpk_add_wide_linear_gradient,
         (const least_squares *model, const int32_t *examples, size_t count, double *gradient),
         (model, examples, count, gradient))

#if defined(__x86_64__)
// The same sums by rows in registers, of which AVX-512 alone has enough.
__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2"), min_vector_width(512))) static int
add_gradient_in_registers(const least_squares *model, const int32_t *examples, size_t count, double *gradient) {
#define CASE(VECTORS) \
  case VECTORS:       \
    return add_rows_in_registers(model, VECTORS, examples, count, gradient);
  switch ((model->columns + 7) / 8) {
    CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12) CASE(13)
    CASE(MOST_VECTORS)
    default: return 0;
  }
#undef CASE
}
#endif

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
  const least_squares model = {design, rows, columns, responses, position, scale};
#if defined(__x86_64__)
  if (cpk_instructions == 2 && columns <= 8 * MOST_VECTORS)
    return add_gradient_in_registers(&model, examples, count, gradient);
#endif
  return cpk_add_wide_linear_gradient(&model, examples, count, gradient);
}
