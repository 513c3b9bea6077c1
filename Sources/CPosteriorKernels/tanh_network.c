// The gradients of networks of one hidden tanh layer: see tanh_network.h.
#include "tanh_network.h"

#pragma STDC FP_CONTRACT OFF

INLINE void cpk_add_tanh_regression_gradient_body(const double *design, size_t inputs, size_t hidden,
                                                  const double *responses, const int32_t *examples, size_t count,
                                                  const double *position, double scale, double *gradient,
                                                  double *scratch) {
  // The smallest networks once more with their sizes known: all their values stay in registers.
  if (inputs == 1 && hidden == 2) {
    const shape s = {1, 2, 1};
    OVER_MINIBATCH(normal_derivatives, responses)
  } else {
    const shape s = {inputs, hidden, 1};
    OVER_MINIBATCH(normal_derivatives, responses)
  }
}

INLINE void cpk_add_tanh_classifier_gradient_body(const double *design, size_t inputs, size_t hidden, size_t outputs,
                                                  const long *labels, const int32_t *examples, size_t count,
                                                  const double *position, double scale, double *gradient,
                                                  double *scratch) {
  const shape s = {inputs, hidden, outputs};
  OVER_MINIBATCH(softmax_derivatives, labels)
}

DISPATCH(void, cpk_add_tanh_regression_gradient,
         (const double *design, size_t inputs, size_t hidden, const double *responses, const int32_t *examples,
          size_t count, const double *position, double scale, double *gradient, double *scratch),
         (design, inputs, hidden, responses, examples, count, position, scale, gradient, scratch))
DISPATCH(void, cpk_add_tanh_classifier_gradient,
         (const double *design, size_t inputs, size_t hidden, size_t outputs, const long *labels,
          const int32_t *examples, size_t count, const double *position, double scale, double *gradient,
          double *scratch),
         (design, inputs, hidden, outputs, labels, examples, count, position, scale, gradient, scratch))
