// The network of one input, two tanh units and one output, of seven weights, which stand in the position in any order.
// An example is its input alone; the response is its note.
#include "packed_steps.h"
#include "tanh_network.h"

INLINE double behind_position(UNUSED int anchored) { return 0; }

// The position has the weights in the order of the network itself.
#define NETWORKS_ORDER 0x6543210

// The elements of a position as the network's weights.
INLINE void store_weights(double *weights, const lanes *elements, uint32_t order) {
  if (order == NETWORKS_ORDER) {
    STORE_LANES(weights, *elements);
  } else {
    for (size_t k = 0; k < 7; k++) weights[k] = (*elements)[order >> 4 * k & 15];
  }
}

INLINE int gradient_of(const cpk_packed_model *model, UNUSED size_t columns, UNUSED int anchored, const lanes *at,
                       const int32_t *restrict examples, size_t count, lanes *gradient) {
  for (size_t i = 0; i < count; i++)
    if (__builtin_expect((uint32_t)examples[i] >= model->rows, 0)) return 0;
  const shape s = {1, 2, 1};
  const double *design = model->packed;
  const double scale = model->scale;
  double position[8], sum[8], *scratch;
  lanes prior = *at * LOAD_LANES(model->precisions);
  prior -= LOAD_LANES(model->offset);
  const uint32_t order = model->order;
  store_weights(position, at, order);
  store_weights(sum, &prior, order);
  {
    double *gradient = sum;
    OVER_MINIBATCH(normal_derivatives, model->notes)
  }
  if (order == NETWORKS_ORDER) {
    *gradient = LOAD_LANES(sum);
  } else {
    *gradient = 0;
    for (size_t k = 0; k < 7; k++) (*gradient)[order >> 4 * k & 15] = sum[k];
  }
  return 1;
}

PACKED_KERNELS(tanh, SEVEN_COLUMNS, DISPATCH)
