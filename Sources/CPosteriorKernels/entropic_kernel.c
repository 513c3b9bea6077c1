// The kernel of entropic transport, K_ij = e^((f_i + g_j - c_ij)/epsilon), kept as those blocks of eight columns of
// each row in which something counts, and products with it. All of Sinkhorn's and Newton's iterations are passes over
// it.
#include "CPosteriorKernels.h"

#include <math.h>
#include <string.h>

#include "elementary.h"

#pragma STDC FP_CONTRACT OFF

// A block is left out where all K_ij are below e^-NEGLIGIBLE, of a mean of 1 in each row.
#define NEGLIGIBLE 50

// Eight values from block `block` of a row, beyond whose end there is `padding`.
INLINE void load_block(const double *row, size_t columns, size_t block, double padding, lanes *result) {
  if (8 * block + 8 <= columns) {
    *result = LOAD_LANES(row + 8 * block);
  } else {
    *result = padding;
    memcpy(result, row + 8 * block, (columns - 8 * block) * sizeof(double));
  }
}

INLINE void cpk_entropic_kernel_body(const double *costs, size_t rows, size_t columns, const double *column_potentials,
                                 double epsilon, double *row_potentials, double *values, int32_t *blocks,
                                 int64_t *starts) {
  const size_t block_count = (columns + 7) / 8;
  const double inverse = 1 / epsilon, least_exponent = -NEGLIGIBLE - log((double)columns);
  size_t used = 0;
  starts[0] = 0;
  for (size_t i = 0; i < rows; i++) {
    const double *row = costs + i * columns;
    lanes cost, potential, lowest = INFINITY;
    for (size_t b = 0; b < block_count; b++) {
      load_block(row, columns, b, INFINITY, &cost);
      load_block(column_potentials, columns, b, 0, &potential);
      const lanes reduced = cost - potential;
      lowest = reduced < lowest ? reduced : lowest;
    }
    const double least = __builtin_reduce_min(lowest);
    const size_t start = used;
    lanes sums = 0;
    for (size_t b = 0; b < block_count; b++) {
      load_block(row, columns, b, INFINITY, &cost);
      load_block(column_potentials, columns, b, 0, &potential);
      const lanes exponent = (least - (cost - potential)) * inverse;
      if (__builtin_reduce_max(exponent) < least_exponent) continue;
      lanes value;
      exp_of_lanes(&exponent, &value);
      sums += value;
      STORE_LANES(values + 8 * used, value);
      blocks[used++] = (int32_t)b;
    }
    const double mean = sum_of_lanes(&sums) / (double)columns, scale = 1 / mean;
    for (size_t k = start; k < used; k++) STORE_LANES(values + 8 * k, LOAD_LANES(values + 8 * k) * scale);
    row_potentials[i] = least - epsilon * log(mean);
    starts[i + 1] = (int64_t)used;
  }
}
DISPATCH(void, cpk_entropic_kernel,
         (const double *costs, size_t rows, size_t columns, const double *column_potentials, double epsilon,
          double *row_potentials, double *values, int32_t *blocks, int64_t *starts),
         (costs, rows, columns, column_potentials, epsilon, row_potentials, values, blocks, starts))

INLINE void cpk_entropic_pass_body(const double *values, const int32_t *blocks, const int64_t *starts, size_t rows,
                               size_t columns, const double *factors, const double *weights, double *products,
                               double *sums) {
  memset(sums, 0, (columns + 7) / 8 * 8 * sizeof(double));
  for (size_t i = 0; i < rows; i++) {
    const size_t start = (size_t)starts[i], end = (size_t)starts[i + 1];
    lanes a = 0, b = 0, c = 0, d = 0;
    size_t k = start;
    for (; k + 4 <= end; k += 4) {
      a += LOAD_LANES(values + 8 * k) * LOAD_LANES(factors + 8 * blocks[k]);
      b += LOAD_LANES(values + 8 * k + 8) * LOAD_LANES(factors + 8 * blocks[k + 1]);
      c += LOAD_LANES(values + 8 * k + 16) * LOAD_LANES(factors + 8 * blocks[k + 2]);
      d += LOAD_LANES(values + 8 * k + 24) * LOAD_LANES(factors + 8 * blocks[k + 3]);
    }
    for (; k < end; k++) a += LOAD_LANES(values + 8 * k) * LOAD_LANES(factors + 8 * blocks[k]);
    a = (a + b) + (c + d);
    const double product = sum_of_lanes(&a);
    products[i] = product;
    // While the row is in cache; the next comes in meanwhile.
    const double weight = weights ? weights[i] * product : (double)columns / product;
    for (k = start; k < end; k++) {
      double *sum = sums + 8 * blocks[k];
      __builtin_prefetch(values + 8 * (k + (end - start)));
      STORE_LANES(sum, LOAD_LANES(sum) + weight * LOAD_LANES(values + 8 * k));
    }
  }
}
DISPATCH(void, cpk_entropic_pass,
         (const double *values, const int32_t *blocks, const int64_t *starts, size_t rows, size_t columns,
          const double *factors, const double *weights, double *products, double *sums),
         (values, blocks, starts, rows, columns, factors, weights, products, sums))
