// Euler–Maruyama steps on a narrow linear regression, many in one loop: minibatch, gradient, noise and move.
#include "index_draws.h"
#include "narrow_linear.h"

// The minibatch of the next step, by the same draws as `cpk_fill_indices` and `cpk_shuffle_prefix` make for each step.
INLINE const int32_t *next_minibatch(cpk_minibatches *batches, bit_source *source) {
  const size_t size = batches->size;
  switch (batches->order) {
    case CPK_WITH_REPLACEMENT:
      fill_indices(batches->examples, size, (uint32_t)batches->count, source, 1);
      return batches->examples;
    case CPK_FRESH_SUBSETS:
      shuffle_prefix(batches->examples, batches->count, size, source, 1);
      return batches->examples;
    default: {
      int32_t *rest = batches->examples + batches->next;
      shuffle_prefix(rest, batches->count - batches->next, size, source, 1);
      batches->next += size;
      return rest;
    }
  }
}

// From so many examples on, which the first caches do not hold, minibatches of up to so many are chosen a step ahead, so that their
// rows are on the way while a step is made.
#define LEAST_ROWS_AHEAD 16384
#define MOST_EXAMPLES_AHEAD 64

INLINE void fetch(const cpk_narrow_regression *model, const int32_t *minibatch, size_t count) {
  for (size_t i = 0; i < count; i++) __builtin_prefetch(model->packed + 8 * (size_t)(uint32_t)minibatch[i]);
}

INLINE size_t take_steps(const cpk_narrow_regression *model, size_t columns, const double *responses,
                         const double *offset, const cpk_scheme *scheme, cpk_chain *chain, size_t steps) {
  gsl_rng *generator = chain->generator;
  double *restrict position = chain->position, *restrict trace = chain->trace;
  const double drift = scheme->drift, noise_scale = scheme->noise_scale;
  const cpk_noise noise = chain->noise;
  lanes at, shift = 0;
  load_fresh(&at, position, columns);
  for (size_t j = 0; j < columns; j++) shift[j] = offset ? offset[j] : 0;
  at[columns] = responses ? 0 : -1;
  cpk_minibatches local = chain->minibatches;
  bit_source source = {copied(generator->state), generator};
  size_t place = noise.place, done = 0;
  const int ahead = model->rows >= LEAST_ROWS_AHEAD && local.size <= MOST_EXAMPLES_AHEAD;
  int32_t current[MOST_EXAMPLES_AHEAD];
  const int32_t *minibatch = next_minibatch(&local, &source);
  while (done < steps) {
    if (noise_scale > 0) {
      place += columns;
      if (place >= noise.count) {
        place = 0;
        *(xoshiro256pp *)generator->state = source.fast;
        cpk_fill_normal(generator, noise.values, noise.count);
        source.fast = copied(generator->state);
      }
    }
    // The next minibatch after this step's noise, as in steps one by one.
    const int32_t *next = minibatch;
    if (ahead && done + 1 < steps) {
      if (local.order != CPK_RESHUFFLED_EPOCHS) {
        for (size_t i = 0; i < local.size; i++) current[i] = minibatch[i];
        minibatch = current;
      }
      next = next_minibatch(&local, &source);
      fetch(model, next, local.size);
    }
    lanes sum;
    if (!sum_examples(&sum, &at, model->packed, model->rows, responses, minibatch, local.size)) break;
    lanes gradient = at * model->precision + sum * model->scale;
    if (offset) gradient -= shift;
    lanes increment = 0;
    for (size_t j = 0; j < columns; j++) increment[j] = noise.values[place + j];
    const lanes moved = at + (increment * noise_scale + gradient * drift);
    double finite = 0;
    for (size_t j = 0; j < columns; j++) {
      at[j] = moved[j];
      finite += 0 * moved[j];
    }
    done += 1;
    if (trace)
      for (size_t j = 0; j < columns; j++) trace[(done - 1) * columns + j] = moved[j];
    if (__builtin_expect(finite != 0, 0)) break;
    minibatch = ahead || done == steps ? next : next_minibatch(&local, &source);
  }
  *(xoshiro256pp *)generator->state = source.fast;
  chain->noise.place = place;
  chain->minibatches = local;
  for (size_t j = 0; j < columns; j++) position[j] = at[j];
  return done;
}

INLINE size_t cpk_take_narrow_steps_body(const cpk_narrow_regression *model, const cpk_scheme *scheme,
                                         cpk_chain *chain, size_t steps) {
  if (!is_fast(chain->generator)) return 0;
#define CASE(COLUMNS)                                                                                     \
  case COLUMNS:                                                                                           \
    if (model->responses)                                                                                 \
      return take_steps(model, COLUMNS, model->responses, model->offset, scheme, chain, steps);           \
    return take_steps(model, COLUMNS, 0, 0, scheme, chain, steps);
  NARROW_CASES(model->columns, CASE, 0)
#undef CASE
}
DISPATCH_HALF(size_t, cpk_take_narrow_steps,
         (const cpk_narrow_regression *model, const cpk_scheme *scheme, cpk_chain *chain, size_t steps),
         (model, scheme, chain, steps))
