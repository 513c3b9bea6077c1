// The gradient of a narrow linear regression's potential over a minibatch.
#include "narrow_linear.h"

INLINE int set_gradient(const cpk_narrow_regression *model, size_t columns, const double *responses,
                        const double *offset, const int32_t *restrict examples, size_t count,
                        const double *restrict position, double *restrict gradient) {
  lanes at, sum;
  load_fresh(&at, position, columns);
  at[columns] = responses ? 0 : -1;
  if (!sum_examples(&sum, &at, model->packed, model->rows, responses, examples, count)) return 0;
  sum = at * model->precision + sum * model->scale;
  for (size_t j = 0; j < columns; j++) gradient[j] = offset ? sum[j] - offset[j] : sum[j];
  return 1;
}

INLINE int cpk_set_narrow_gradient_body(const cpk_narrow_regression *model, const int32_t *restrict examples,
                                        size_t count, const double *restrict position, double *restrict gradient) {
#define CASE(COLUMNS)                                                                                       \
  case COLUMNS:                                                                                             \
    if (model->responses)                                                                                   \
      return set_gradient(model, COLUMNS, model->responses, model->offset, examples, count, position, gradient); \
    return set_gradient(model, COLUMNS, 0, 0, examples, count, position, gradient);
  NARROW_CASES(model->columns, CASE, 0)
#undef CASE
}
DISPATCH_HALF(int, cpk_set_narrow_gradient,
         (const cpk_narrow_regression *model, const int32_t *restrict examples, size_t count,
          const double *restrict position, double *restrict gradient),
         (model, examples, count, position, gradient))
