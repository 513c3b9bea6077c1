// Predictors, scores and the weighted sum of rows in blocks of sixteen examples, in the very order of the passes of
// design_rows.c and of the library's generalised linear models.
#ifndef PACKED_GLM_H
#define PACKED_GLM_H

#include "elementary.h"
#include "packed_steps.h"

#pragma STDC FP_CONTRACT OFF

INLINE double behind_position(UNUSED int anchored) { return 0; }

// The scores of eight examples, whose predictors are given, and of four.
INLINE void scores_of_eight(const cpk_packed_model *model, size_t columns, const int32_t *examples,
                            const lanes *predictors, lanes *scores);
INLINE void scores_of_four(const cpk_packed_model *model, size_t columns, const int32_t *examples,
                           const four_lanes *predictors, four_lanes *scores);

// xᵢᵀθ of four examples, each sum in the order of sum_of_lanes.
INLINE void predictors_of_four(const double *packed, const lanes *at, const int32_t *examples, four_lanes *predictors) {
  four_lanes sums[4];
  for (size_t k = 0; k < 4; k++) {
    const lanes product = *(const lanes *)(packed + 8 * (size_t)examples[k]) * *at;
    sums[k] = product.lo + product.hi;
  }
  // Of each example (0 + 4) + (2 + 6), and (1 + 5) + (3 + 7) beside it.
  const four_lanes a = __builtin_shufflevector(sums[0], sums[1], 0, 1, 4, 5) +
                       __builtin_shufflevector(sums[0], sums[1], 2, 3, 6, 7);
  const four_lanes b = __builtin_shufflevector(sums[2], sums[3], 0, 1, 4, 5) +
                       __builtin_shufflevector(sums[2], sums[3], 2, 3, 6, 7);
  *predictors = __builtin_shufflevector(a, b, 0, 2, 4, 6) + __builtin_shufflevector(a, b, 1, 3, 5, 7);
}

INLINE void predictors_of_eight(const double *packed, const lanes *at, const int32_t *examples, lanes *predictors) {
  four_lanes low, high;
  predictors_of_four(packed, at, examples, &low);
  predictors_of_four(packed, at, examples + 4, &high);
  *predictors = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}

// One number of each of four examples.
INLINE void gather_four(const double *numbers, size_t stride, const int32_t *examples, four_lanes *result) {
  *result = (four_lanes){numbers[stride * (size_t)examples[0]], numbers[stride * (size_t)examples[1]],
                         numbers[stride * (size_t)examples[2]], numbers[stride * (size_t)examples[3]]};
}

INLINE void gather_eight(const double *numbers, size_t stride, const int32_t *examples, lanes *result) {
  four_lanes low, high;
  gather_four(numbers, stride, examples, &low);
  gather_four(numbers, stride, examples + 4, &high);
  *result = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}

// Weights scale · (score − the score at the anchor) of eight examples, and of four.
#define WEIGHTS_OF(WIDTH, LANES, STORE)                                                                              \
  INLINE void weights_of_##WIDTH(const cpk_packed_model *model, size_t columns, int anchored, const lanes *at,       \
                                 const int32_t *examples, double *weights) {                                         \
    LANES predictors, scores, notes;                                                                                 \
    predictors_of_##WIDTH(model->packed, at, examples, &predictors);                                                 \
    scores_of_##WIDTH(model, columns, examples, &predictors, &scores);                                               \
    if (anchored) {                                                                                                  \
      gather_##WIDTH(model->notes, 1, examples, &notes);                                                             \
      scores -= notes;                                                                                               \
    }                                                                                                                \
    STORE(weights, scores * model->scale);                                                                           \
  }

WEIGHTS_OF(eight, lanes, STORE_LANES)
WEIGHTS_OF(four, four_lanes, STORE_FOUR)

INLINE int gradient_of(const cpk_packed_model *model, size_t columns, int anchored, const lanes *at,
                       const int32_t *restrict examples, size_t count, lanes *gradient) {
  lanes result = *at * LOAD_LANES(model->precisions);
  result -= LOAD_LANES(model->offset);
  for (size_t first = 0; first < count; first += 16) {
    const size_t here = count - first < 16 ? count - first : 16;
    const int32_t *block = examples + first;
    double weights[16];
#pragma clang loop unroll_count(2)
    for (size_t i = 0; i < here; i++)
      if (__builtin_expect((uint32_t)block[i] >= model->rows, 0)) return 0;
    size_t i = 0;
    for (; i + 8 <= here; i += 8) weights_of_eight(model, columns, anchored, at, block + i, weights + i);
    for (; i < here; i += 4) {
      // The places behind the last hold repeats, whose weights are not used.
      const size_t last = here - 1;
      const int32_t four[4] = {block[i], block[i + 1 < here ? i + 1 : last], block[i + 2 < here ? i + 2 : last],
                               block[i + 3 < here ? i + 3 : last]};
      weights_of_four(model, columns, anchored, at, four, weights + i);
    }
    lanes sum = 0;
#pragma clang loop unroll_count(4)
    for (size_t k = 0; k < here; k++)
      sum = FMA(*(const lanes *)(model->packed + 8 * (size_t)block[k]), (lanes)weights[k], sum);
    result += sum;
  }
  *gradient = result;
  return 1;
}

#endif
