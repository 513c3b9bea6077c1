// The inner loops that are written in C: random bits by the buffer, and GSL's error text.
#ifndef C_POSTERIOR_KERNELS_H
#define C_POSTERIOR_KERNELS_H

#include "CLeastSquares.h"
#include "CModelPrograms.h"
#include "CPackedModels.h"
#include "CRegressions.h"
#include "CSparseRegressions.h"

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>

/* Errors (errors.c) */

// Replaces GSL's default handler, which aborts the process, by one that keeps the reason for the calling thread.
void cpk_install_error_handler(void);
// The reason GSL gave for this thread's last error; never NULL.
const char *cpk_last_error_reason(void);

/* Steps on model programs (program_steps.c) */

// Steps of a chain by a program of -grad U over a minibatch, which uses the program's rows as examples. Steps go on
// until one is not finite; an epoch must not end before they do. Their number is returned: 0 unless the generator is
// xoshiro256++.
size_t cpk_take_program_steps(const cpk_program *program, const cpk_scheme *scheme, cpk_chain *chain, size_t steps);

/* Instruction sets (dispatch.c) */

// Kernels run on the machine's best instruction set: 0 the compiler's default, 1 AVX2, 2 AVX-512. This limits them to
// `most`, and returns what is used then. Results are the same bits on all; it is there so that tests can say so.
int cpk_use_instructions(int most);

/* Generators (xoshiro256pp.c) */

// xoshiro256++ (Blackman & Vigna 2021) as a GSL generator: 64 bits a word, period 2^256 - 1.
const gsl_rng_type *cpk_rng_xoshiro256pp(void);
// Sets all 256 bits of a xoshiro256++ generator's state; they must not all be zero.
void cpk_rng_set_xoshiro256pp(gsl_rng *generator, const uint64_t state[4]);

/* Buffers (fills.c, ziggurat.c): any generator with a range of 32 or 64 full bits */

uint64_t cpk_next_bits(gsl_rng *generator);
// Uniform on the open interval (0, 1): the 2^52 odd multiples of 2^-53.
void cpk_fill_uniform(gsl_rng *generator, double *buffer, size_t count);
// Standard normals by a 256-layer ziggurat whose magnitudes have 53 bits.
void cpk_fill_normal(gsl_rng *generator, double *buffer, size_t count);
// Indices drawn independently and uniformly from 0 ..< bound.
void cpk_fill_indices(gsl_rng *generator, int32_t *buffer, size_t count, uint32_t bound);
// Fisher–Yates, stopped after `chosen` places: those places then hold a uniformly random ordered subset.
void cpk_shuffle_prefix(gsl_rng *generator, int32_t *items, size_t count, size_t chosen);

/* Elementary functions (elementary.c): of every one of `count` values, in place */

void cpk_exp(double *values, size_t count);
void cpk_tanh(double *values, size_t count);
// 1/(1 + e^-x).
void cpk_logistic(double *values, size_t count);

/* Long vectors (long_vectors.c) */

// Of at least eight elements.
double cpk_dot(const double *a, const double *b, size_t count);
// sum += scale * vector, of at least eight elements; the two do not overlap.
void cpk_add_scaled(double *sum, double scale, const double *vector, size_t count);
// The place of the first number that is farther from 0 than `bound`: `count` where there is none. A NaN is not.
size_t cpk_first_beyond(const double *numbers, size_t count, double bound);

/* Memory (large_pages.c) */

// Has memory that will be read here and there in pages of 2 MB, as far as it fills them and the system has them: as it
// is written, or at once where it has been filled.
void cpk_use_large_pages(const void *start, size_t bytes, int is_filled);

/* Sums of products (gram.c) */

// gram[j][k] += sum over rows of weight * x_j * x_k for k <= j, in the order of the rows; elements above the diagonal
// are written over.
void cpk_add_gram(const double *rows, size_t count, size_t columns, const double *weights, double *gram);

/* Sorts (sort.c): O(n log n), and the same on every instruction set. They return 0, and sort nothing, where a number
   is a NaN */

// Ascending; −0 comes out as 0. Scratch for count + 8.
int cpk_sort(const double *numbers, size_t count, double *sorted, double *scratch);
// Finite numbers ascending, equal ones in the order they stood in, and the place of each. Scratch for 2 * count + 8.
int cpk_sort_places(const double *numbers, size_t count, double *values, int32_t *places, double *scratch);

/* Long series (lagged_products.c) */

#define CPK_LAGS 32
// sums[k] += sum of x[i] * x[i + lag + k] over i below count, for CPK_LAGS lags: x[count - 1 + lag + CPK_LAGS - 1] is
// read.
void cpk_add_lagged_products(const double *x, size_t count, size_t lag, double *sums);

/* Projections (projections.c) */

#define CPK_DIRECTIONS 8
// projections[p][i] = sum over j of columns[j][i] * directions[j][p], for CPK_DIRECTIONS directions of `dimension`
// elements and `count` draws.
void cpk_project(const double *columns, size_t count, size_t dimension, const double *directions, double *projections);

/* Entropic transport (entropic_kernel.c) */

// Row potentials f under which every row of K_ij = exp((f_i + g_j - c_ij)/epsilon) has the mean 1, for column
// potentials g, and the blocks of eight columns of each row that count: row i has blocks[k] with the values from
// values[8 k] on, for starts[i] <= k < starts[i + 1]. There is room for all: rows * ceil(columns/8) blocks and rows + 1
// starts.
void cpk_entropic_kernel(const double *costs, size_t rows, size_t columns, const double *column_potentials,
                         double epsilon, double *row_potentials, double *values, int32_t *blocks, int64_t *starts);
// products = K factors and sums = transpose(K) w, where w_i is weights[i] * products[i], or columns/products[i] where
// `weights` is NULL. Factors and sums have 8 ceil(columns/8) places.
void cpk_entropic_pass(const double *values, const int32_t *blocks, const int64_t *starts, size_t rows, size_t columns,
                       const double *factors, const double *weights, double *products, double *sums);

/* Assignment and transport (shortest_paths.c) */

// The least of costs[j] - prices[j], where it is, and the second least.
void cpk_two_cheapest(const double *costs, const double *prices, size_t count, ptrdiff_t *column, double *cheapest,
                      double *second);
// Shortens the lengths of paths to the columns by those through a row, offset + costs[j] - prices[j], and returns the
// nearest column. Columns whose length is -infinity are closed. Where `costs` is NULL it only looks for the nearest.
ptrdiff_t cpk_shorten_paths(const double *costs, const double *prices, double offset, size_t count, ptrdiff_t row,
                            double *lengths, ptrdiff_t *rows);

/* Nearest neighbours (nearest_neighbours.c) */

// A tree whose nodes have eight children each, node i's being 8 i + 1 to 8 i + 8; those from `first_leaf` on are
// leaves. Missing children are at infinity, and so are the places of a leaf that are empty.
typedef struct {
  size_t dimension;
  size_t first_leaf;
  size_t groups_per_leaf;
  // For each node and coordinate, the lower ends of its eight children's boxes, and the upper ones.
  const double *boxes;
  // For each leaf, group of eight points and coordinate, eight values.
  const double *leaves;
} cpk_tree;

// For points in rows, visited in an order: the squared distance to the k-th nearest of a tree's points that are not
// equal to it (infinite where there are fewer), and how many are equal. `found` is room for 8 ceil(k/8) values.
void cpk_nearest_neighbours(const cpk_tree *tree, const double *points, const int32_t *order, size_t count, size_t k,
                            double *found, double *squares, ptrdiff_t *copies);

#endif
