// Sums of products of a series with itself at many lags: what the autocovariance of quickly mixing chains takes.
#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

#define LAGS CPK_LAGS
#define CHUNK 256

// A lane for each lag: x[i] meets the LAGS numbers from x[i + lag] on. Sums of chunks are added up, which keeps
// rounding small.
INLINE void cpk_add_lagged_products_body(const double *x, size_t count, size_t lag, double *sums) {
  lanes total[LAGS / 8];
  for (int k = 0; k < LAGS / 8; k++) total[k] = LOAD_LANES(sums + 8 * k);
  for (size_t first = 0; first < count; first += CHUNK) {
    const size_t end = first + CHUNK < count ? first + CHUNK : count;
    lanes chunk[LAGS / 8] = {0};
    for (size_t i = first; i < end; i++)
      for (int k = 0; k < LAGS / 8; k++) chunk[k] += x[i] * LOAD_LANES(x + i + lag + 8 * k);
    for (int k = 0; k < LAGS / 8; k++) total[k] += chunk[k];
  }
  for (int k = 0; k < LAGS / 8; k++) STORE_LANES(sums + 8 * k, total[k]);
}
DISPATCH(void, cpk_add_lagged_products, (const double *x, size_t count, size_t lag, double *sums),
         (x, count, lag, sums))
