// The gradient of a network of one hidden tanh layer, f = V tanh(Wx + b) + c, over a minibatch: examples across lanes,
// sixteen at a time.
//
// Parameters are in the order W (H × D), b, V (K × H), c. The scratch memory holds, for each of sixteen examples, x
// (D), h (H) and f (K); the last give way to the derivatives of the log likelihood by f. Where fewer examples are left,
// the other places have inputs and derivatives of 0.
#ifndef TANH_NETWORK_H
#define TANH_NETWORK_H

#include "elementary.h"

#pragma STDC FP_CONTRACT OFF

#define WIDTH CPK_NETWORK_WIDTH
// Eight of the sixteen examples' values of an input, a unit or an output.
#define EIGHT(ROW, V) (scratch + (ROW)*WIDTH + 8 * (V))

typedef struct {
  size_t inputs, hidden, outputs;
} shape;

// All lanes' sum, in the order of sum_of_lanes, for one or two vectors of examples.
INLINE double sum_of_products(const double *a, const double *b, size_t vectors) {
  lanes sum = LOAD_LANES(a) * LOAD_LANES(b);
  if (vectors == 2) sum += LOAD_LANES(a + 8) * LOAD_LANES(b + 8);
  return sum_of_lanes(&sum);
}

INLINE double sum_of_values(const double *a, size_t vectors) {
  lanes sum = LOAD_LANES(a);
  if (vectors == 2) sum += LOAD_LANES(a + 8);
  return sum_of_lanes(&sum);
}

// values[stride · example] of the first `count` of eight examples, and 0.
INLINE void gather(const double *values, size_t stride, const int32_t *examples, size_t count, lanes *result) {
  lanes x = 0;
  switch (count) {
#define CASE(L) x[L] = values[(size_t)examples[L] * stride]
    default: CASE(7);
    case 7: CASE(6);
    case 6: CASE(5);
    case 5: CASE(4);
    case 4: CASE(3);
    case 3: CASE(2);
    case 2: CASE(1);
    case 1: CASE(0);
#undef CASE
  }
  *result = x;
}

INLINE void tanh_in_place(double *values) {
  const lanes x = LOAD_LANES(values);
  lanes y;
  tanh_of_lanes(&x, &y);
  STORE_LANES(values, y);
}

// tanh of the first twelve of two units' sixteen values: in three vectors, not four.
INLINE void tanh_of_pair(double *one, double *other) {
  const lanes first = LOAD_LANES(one + 8), second = LOAD_LANES(other + 8);
  const lanes both = __builtin_shufflevector(first, second, 0, 1, 2, 3, 8, 9, 10, 11);
  lanes result;
  tanh_in_place(one);
  tanh_in_place(other);
  tanh_of_lanes(&both, &result);
  STORE_LANES(one + 8, __builtin_shufflevector(result, result, 0, 1, 2, 3, 0, 1, 2, 3));
  STORE_LANES(other + 8, __builtin_shufflevector(result, result, 4, 5, 6, 7, 4, 5, 6, 7));
}

// x, h and f of up to sixteen examples. The vectors go together from step to step, so that neither waits for the other.
INLINE void forward(const shape *s, size_t vectors, const double *inputs, const int32_t *examples, size_t count,
                    const double *position, double *scratch) {
  const size_t D = s->inputs, H = s->hidden, K = s->outputs;
  for (size_t j = 0; j < D; j++) {
    for (size_t v = 0; v < vectors; v++) {
      lanes x;
      gather(inputs + j, D, examples + 8 * v, count - 8 * v, &x);
      STORE_LANES(EIGHT(j, v), x);
    }
  }
  const double *biases = position + H * D, *weights = biases + H, *output_biases = weights + K * H;
  for (size_t h = 0; h < H; h++) {
    for (size_t v = 0; v < vectors; v++) {
      lanes sum = biases[h];
      for (size_t j = 0; j < D; j++) sum += position[h * D + j] * LOAD_LANES(EIGHT(j, v));
      STORE_LANES(EIGHT(D + h, v), sum);
    }
  }
  size_t h = 0;
  if (vectors == 2 && count <= 12)
    for (; h + 2 <= H; h += 2) tanh_of_pair(EIGHT(D + h, 0), EIGHT(D + h + 1, 0));
  for (; h < H; h++)
    for (size_t v = 0; v < vectors; v++) tanh_in_place(EIGHT(D + h, v));
  for (size_t k = 0; k < K; k++) {
    for (size_t v = 0; v < vectors; v++) {
      lanes sum = output_biases[k];
      for (size_t h = 0; h < H; h++) sum += weights[k * H + h] * LOAD_LANES(EIGHT(D + h, v));
      STORE_LANES(EIGHT(D + H + k, v), sum);
    }
  }
}

// Adds the gradient of the sixteen, or the first eight of them; h gives way to the derivatives by Wx + b.
INLINE void backward(const shape *s, size_t vectors, const double *position, double *scratch, double *gradient) {
  const size_t D = s->inputs, H = s->hidden, K = s->outputs;
  const double *weights = position + H * D + H;
  double *on_biases = gradient + H * D, *on_weights = on_biases + H, *on_output_biases = on_weights + K * H;
  for (size_t k = 0; k < K; k++) on_output_biases[k] += sum_of_values(EIGHT(D + H + k, 0), vectors);
  for (size_t h = 0; h < H; h++) {
    for (size_t k = 0; k < K; k++)
      on_weights[k * H + h] += sum_of_products(EIGHT(D + H + k, 0), EIGHT(D + h, 0), vectors);
    for (size_t v = 0; v < vectors; v++) {
      lanes back = 0;
      for (size_t k = 0; k < K; k++) back += weights[k * H + h] * LOAD_LANES(EIGHT(D + H + k, v));
      const lanes unit = LOAD_LANES(EIGHT(D + h, v));
      STORE_LANES(EIGHT(D + h, v), back * ((1.0 - unit) * (1.0 + unit)));
    }
    on_biases[h] += sum_of_values(EIGHT(D + h, 0), vectors);
    for (size_t j = 0; j < D; j++) gradient[h * D + j] += sum_of_products(EIGHT(D + h, 0), EIGHT(j, 0), vectors);
  }
}

// scale · (y − f), of the first `count` of eight examples.
INLINE void normal_derivatives(const shape *s, const double *responses, const int32_t *examples, size_t count,
                               size_t v, double scale, double *scratch) {
  double *output = EIGHT(s->inputs + s->hidden, v);
  lanes y;
  lane_bits counts;
  gather(responses, 1, examples, count, &y);
  first_lanes(count, &counts);
  const lanes derivative = scale * (y - LOAD_LANES(output));
  STORE_LANES(output, (lanes)((lane_bits)derivative & counts));
}

// scale · ([class = k] − P(k)), P(k) = e^(f_k − t)/(e^−t + Σ e^(f_l − t)), t = max(0, f).
INLINE void softmax_derivatives(const shape *s, const long *labels, const int32_t *examples, size_t count, size_t v,
                                double scale, double *scratch) {
  const size_t K = s->outputs, first = s->inputs + s->hidden;
  lanes top = 0, sum;
  for (size_t k = 0; k < K; k++) {
    const lanes logit = LOAD_LANES(EIGHT(first + k, v));
    top = logit > top ? logit : top;
  }
  const lanes opposite = -top;
  exp_of_lanes(&opposite, &sum);
  for (size_t k = 0; k < K; k++) {
    const lanes below = LOAD_LANES(EIGHT(first + k, v)) - top;
    lanes power;
    exp_of_lanes(&below, &power);
    STORE_LANES(EIGHT(first + k, v), power);
    sum += power;
  }
  lane_bits counts;
  first_lanes(count, &counts);
  const lanes factor = (lanes)((lane_bits)(-scale / sum) & counts);
  for (size_t k = 0; k < K; k++) STORE_LANES(EIGHT(first + k, v), LOAD_LANES(EIGHT(first + k, v)) * factor);
  for (size_t l = 0; l < count && l < 8; l++) {
    const long label = labels[examples[l]];
    if (label > 0) EIGHT(first + (size_t)label - 1, v)[l] += scale;
  }
}

// The minibatch in pieces of sixteen, with DERIVATIVES(shape, DATA, …) between the passes.
#define PIECE(VECTORS, DERIVATIVES, DATA)                                                    \
  do {                                                                                       \
    forward(&s, VECTORS, design, examples + first, left, position, scratch);                 \
    for (size_t v = 0; v < VECTORS; v++)                                                     \
      DERIVATIVES(&s, DATA, examples + first + 8 * v, left - 8 * v, v, scale, scratch);      \
    backward(&s, VECTORS, position, scratch, gradient);                                      \
  } while (0)
#define OVER_MINIBATCH(DERIVATIVES, DATA)                                                    \
  __attribute__((aligned(64))) double room[WIDTH * CPK_NETWORK_ROOM];                        \
  if (s.inputs + s.hidden + s.outputs <= CPK_NETWORK_ROOM) scratch = room;                   \
  for (size_t first = 0; first < count; first += WIDTH) {                                    \
    const size_t left = count - first;                                                       \
    if (left > 8)                                                                            \
      PIECE(2, DERIVATIVES, DATA);                                                           \
    else                                                                                     \
      PIECE(1, DERIVATIVES, DATA);                                                           \
  }

#endif
