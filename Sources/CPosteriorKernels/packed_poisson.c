// Poisson regression on up to seven columns. An example's count stands behind its row.
#include "packed_glm.h"

#define SCORES(LANES, WIDTH, EXP)                                     \
  LANES rates = *predictors, shifts, counts;                          \
  if (model->shifts) {                                                \
    gather_##WIDTH(model->shifts, 1, examples, &shifts);              \
    rates += shifts;                                                  \
  }                                                                   \
  EXP(&rates, &rates);                                                \
  rates = rates > 1e300 ? 1e300 : rates;                              \
  gather_##WIDTH(model->packed + columns, 8, examples, &counts);      \
  *scores = counts - rates;

INLINE void scores_of_eight(const cpk_packed_model *model, size_t columns, const int32_t *examples,
                            const lanes *predictors, lanes *scores) {
  SCORES(lanes, eight, exp_of_lanes)
}

INLINE void scores_of_four(const cpk_packed_model *model, size_t columns, const int32_t *examples,
                           const four_lanes *predictors, four_lanes *scores) {
  SCORES(four_lanes, four, exp_of_four)
}

PACKED_KERNELS(poisson, COLUMN_CASES, DISPATCH)
