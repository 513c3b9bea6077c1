// The log likelihood of all examples of a regression, and its gradient, in one pass over the rows of its design.
//
// Rows go by in blocks that stay in the first-level cache: their predictors, then each row's log likelihood and score,
// eight at a time, then the sum of rows times scores. Blocks make chunks, whose sums are added in order.
//
// A sum of ln(1 + e^-|m|) is the logarithm of a product, whose factors are 1 to 2: one multiplication a row, and a
// logarithm for some hundred. A factor rounds by half a unit in the last place of 1, as the terms of a sum of N near 1
// would each.
#include "program_chunks.h"
#include "regression_terms.h"
#include "thread_pool.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define MOST_ROWS 64

// The rows of a block: they take up to 16 kB.
static size_t block_rows(size_t columns) {
  const size_t rows = 2048 / (columns > 0 ? columns : 1) / 8 * 8;
  return rows < 8 ? 8 : rows > MOST_ROWS ? MOST_ROWS : rows;
}

INLINE void normal_of_lanes(const double *responses, size_t count, lanes *value, lanes *term) {
  lanes y = 0;
  memcpy(&y, responses, count * sizeof *responses);
  *value = y - *value;
  *term = *value * *value * -0.5;
}

INLINE void bernoulli_of_lanes(const int8_t *signs, size_t count, lanes *value, lanes *term, lanes *factor) {
  typedef int8_t eight_signs __attribute__((ext_vector_type(8)));
  eight_signs bytes = 0;
  memcpy(&bytes, signs, count);
  const lanes sign = __builtin_convertvector(bytes, lanes), margin = sign * *value;
  const lanes below = (lanes)((lane_bits)margin | INT64_MIN);
  lanes power;
  quick_exp_of_lanes(&below, &power);
  *factor = 1.0 + power;
  *term = margin < 0.0 ? margin : 0.0;
  const lanes numerator = margin > 0.0 ? power : 1.0;
  *value = sign * (numerator / *factor);
}

// Scores are kept finite, so that a zero in the design stays one in the gradient and never is 0 * infinity.
INLINE void poisson_of_lanes(const cpk_regression *regression, size_t row, size_t count, lanes *value, lanes *term) {
  lane_bits counts = 0;
  lanes offset = 0, log_factorial = 0, rate;
  memcpy(&counts, (const int64_t *)regression->responses + row, count * sizeof(int64_t));
  memcpy(&offset, regression->offsets + row, count * sizeof(double));
  memcpy(&log_factorial, regression->log_factorials + row, count * sizeof(double));
  const lanes y = __builtin_convertvector(counts, lanes), predictor = *value + offset;
  quick_exp_of_lanes(&predictor, &rate);
  *term = y * predictor - rate - log_factorial;
  rate = rate > 1e300 ? 1e300 : rate;
  *value = y - rate;
}

// Replaces up to eight predictors by their rows' scores.
INLINE void add_terms(const cpk_regression *regression, size_t row, size_t count, double *values, log_terms *terms) {
  lane_bits counts;
  first_lanes(count, &counts);
  lanes value = LOAD_LANES(values), term, factor = 1.0;
  switch (regression->family) {
    case CPK_NORMAL: normal_of_lanes((const double *)regression->responses + row, count, &value, &term); break;
    case CPK_BERNOULLI:
      bernoulli_of_lanes((const int8_t *)regression->responses + row, count, &value, &term, &factor);
      terms->product *= counts ? factor : 1.0;
      break;
    default: poisson_of_lanes(regression, row, count, &value, &term);
  }
  terms->sum += (lanes)((lane_bits)term & counts);
  STORE_LANES(values, value);
}

INLINE void cpk_regression_terms_body(const cpk_regression *regression, size_t row, size_t count, double *values,
                                      log_terms *terms) {
  log_terms own = *terms;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) add_terms(regression, row + i, 8, values + i, &own);
  if (i < count) add_terms(regression, row + i, count - i, values + i, &own);
  // A block's factors are below 2^8 in each lane.
  if (ANY(own.product > 0x1p900)) {
    lanes logarithm;
    log_of_lanes(&own.product, &logarithm);
    own.sum -= logarithm;
    own.product = 1.0;
  }
  *terms = own;
}

DISPATCH(void, cpk_regression_terms,
         (const cpk_regression *regression, size_t row, size_t count, double *values, log_terms *terms),
         (regression, row, count, values, terms))

typedef struct {
  const cpk_regression *regression;
  const double *position;
  int has_gradient;
  size_t rows_in_chunk;
  size_t chunks;
  // For each chunk the gradient, and the log likelihood behind it.
  double *sums;
  atomic_size_t next;
} chunk_work;

static void run_chunk(const chunk_work *work, size_t chunk) {
  const cpk_regression *regression = work->regression;
  const size_t columns = regression->columns, first = chunk * work->rows_in_chunk;
  const size_t left = regression->rows - first, end = first + (left < work->rows_in_chunk ? left : work->rows_in_chunk);
  double *sums = work->sums + chunk * (columns + 1);
  memset(sums, 0, (columns + 1) * sizeof *sums);
  log_terms terms = {0, 1.0};
  const size_t block = block_rows(columns);
  int32_t places[MOST_ROWS];
  for (int32_t i = 0; i < MOST_ROWS; i++) places[i] = i;
  for (size_t row = first; row < end; row += block) {
    const size_t count = end - row < block ? end - row : block, rows = regression->rows - row;
    const double *design = regression->design + row * columns;
    double values[MOST_ROWS] = {0};
    cpk_linear_predictors(design, rows, columns, places, count, 0, work->position, values);
    cpk_regression_terms(regression, row, count, values, &terms);
    if (work->has_gradient) cpk_add_weighted_rows(design, rows, columns, places, count, 0, values, sums);
  }
  sums[columns] = value_of_terms(&terms);
}

static void take_chunks(void *context) {
  chunk_work *work = context;
  for (size_t chunk; (chunk = atomic_fetch_add(&work->next, 1)) < work->chunks;) run_chunk(work, chunk);
}

double cpk_add_regression(const cpk_regression *regression, const double *position, double scale, size_t threads,
                          double *gradient) {
  const size_t columns = regression->columns, width = columns + 1, rows = chunk_rows(regression->rows, width);
  chunk_work work = {regression, position, gradient != 0, rows, (regression->rows + rows - 1) / rows, 0, 0};
  work.sums = thread_memory(SUM_MEMORY, work.chunks * width);
  run_on_threads(threads < work.chunks ? threads : work.chunks, take_chunks, &work);
  double value = 0;
  for (size_t chunk = 0; chunk < work.chunks; chunk++) {
    const double *sums = work.sums + chunk * width;
    value += sums[columns];
    if (gradient)
      for (size_t j = 0; j < columns; j++) gradient[j] += scale * sums[j];
  }
  return value;
}
