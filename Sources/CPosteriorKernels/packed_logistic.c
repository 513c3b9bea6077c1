// Logistic regression on up to seven columns.
//
// Rows and notes are packed with their example's sign, + for a label of 1 and − for 0, so that all that is left of a
// score is 1/(1 + e^m), m being the margin: a sign changes no rounding.
#include "packed_glm.h"

INLINE void scores_of_eight(UNUSED const cpk_packed_model *model, UNUSED size_t columns, UNUSED const int32_t *examples,
                            const lanes *predictors, lanes *scores) {
  const lanes opposite = -*predictors;
  logistic_of_lanes(&opposite, scores);
}

INLINE void scores_of_four(UNUSED const cpk_packed_model *model, UNUSED size_t columns, UNUSED const int32_t *examples,
                           const four_lanes *predictors, four_lanes *scores) {
  const four_lanes opposite = -*predictors;
  logistic_of_four(&opposite, scores);
}

PACKED_KERNELS(logistic, COLUMN_CASES, DISPATCH)
