// Projections of many draws on several directions: the draws are read once for all of them.
#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

#define DIRECTIONS CPK_DIRECTIONS

INLINE void cpk_project_body(const double *columns, size_t count, size_t dimension, const double *directions,
                             double *projections) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    lanes sums[DIRECTIONS] = {0};
    for (size_t j = 0; j < dimension; j++) {
      const lanes x = LOAD_LANES(columns + j * count + i);
      for (int p = 0; p < DIRECTIONS; p++) sums[p] += x * directions[DIRECTIONS * j + p];
    }
    for (int p = 0; p < DIRECTIONS; p++) STORE_LANES(projections + p * count + i, sums[p]);
  }
  for (; i < count; i++)
    for (int p = 0; p < DIRECTIONS; p++) {
      double sum = 0;
      for (size_t j = 0; j < dimension; j++) sum += columns[j * count + i] * directions[DIRECTIONS * j + p];
      projections[p * count + i] = sum;
    }
}
DISPATCH(void, cpk_project,
         (const double *columns, size_t count, size_t dimension, const double *directions, double *projections),
         (columns, count, dimension, directions, projections))
