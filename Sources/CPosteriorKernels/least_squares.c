// The estimate of ∇U of least squares on any number of columns, prior and minibatch together, and steps with it.
#include "CLeastSquares.h"
#include "vector_steps.h"

int cpk_set_least_squares_gradient(const cpk_least_squares *model, const int32_t *examples, size_t count,
                                   const double *position, double *gradient) {
  for (size_t j = 0; j < model->columns; j++) gradient[j] = model->precision * position[j];
  if (model->pulls)
    for (size_t j = 0; j < model->columns; j++) gradient[j] -= model->pulls[j];
  return cpk_add_linear_gradient(model->design, model->rows, model->columns, model->responses, examples, count,
                                 position, -model->scale, gradient);
}

typedef struct {
  const cpk_least_squares *model;
  size_t count;
  double *gradient;
} estimate;

static const double *gradient_of_least_squares(void *model, const int32_t *examples, const double *position) {
  const estimate *of = model;
  return cpk_set_least_squares_gradient(of->model, examples, of->count, position, of->gradient) ? of->gradient : 0;
}

size_t cpk_take_least_squares_steps(const cpk_least_squares *model, double *gradient, const cpk_scheme *scheme,
                                    cpk_chain *chain, size_t steps) {
  estimate of = {model, chain->minibatches.size, gradient};
  return take_vector_steps(gradient_of_least_squares, &of, model->columns, scheme, chain, steps);
}
