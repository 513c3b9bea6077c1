// Steps on a small model, many in one loop: minibatch, gradient, noise and move. A file that includes this writes the
// gradient:
//
//     int gradient_of(model, columns, anchored, at, examples, count, gradient)
//
// `at` is the position, of `columns` elements, and behind_position(anchored) behind it. The gradient's lanes behind
// `columns` do not count. It returns whether all examples are rows. PACKED_KERNELS then makes two kernels of it, the
// gradient alone and the steps.
#ifndef PACKED_STEPS_H
#define PACKED_STEPS_H

#include "chain_steps.h"

#pragma STDC FP_CONTRACT OFF

// The first `columns` elements and zeros behind them, read one by one: where they have just been written one by one, a
// vector of them would be waited for until they are in the cache. `volatile` keeps the compiler from making one.
INLINE void load_fresh(lanes *to, const double *from, size_t columns) {
  const volatile double *fresh = from;
  *to = 0;
  for (size_t j = 0; j < columns; j++) (*to)[j] = fresh[j];
}

// From so many examples on, which the first caches do not hold, minibatches of up to so many are chosen a step ahead,
// so that their rows are on the way while a step is made.
#define LEAST_ROWS_AHEAD 16384
#define MOST_EXAMPLES_AHEAD 64

INLINE void fetch(const cpk_packed_model *model, const int32_t *minibatch, size_t count) {
  for (size_t i = 0; i < count; i++)
    __builtin_prefetch(model->packed + model->stride * (size_t)(uint32_t)minibatch[i]);
}

INLINE void load_increment(const cpk_noise *noise, size_t columns, lanes *increment) {
  *increment = 0;
  for (size_t j = 0; j < columns; j++) (*increment)[j] = noise->values[noise->place + j];
}

INLINE double behind_position(int anchored);
INLINE int gradient_of(const cpk_packed_model *model, size_t columns, int anchored, const lanes *at,
                       const int32_t *restrict examples, size_t count, lanes *gradient);

INLINE int set_gradient(const cpk_packed_model *model, size_t columns, int anchored, const int32_t *restrict examples,
                        size_t count, const double *restrict position, double *restrict gradient) {
  lanes at, result;
  load_fresh(&at, position, columns);
  at[columns] = behind_position(anchored);
  if (!gradient_of(model, columns, anchored, &at, examples, count, &result)) return 0;
  for (size_t j = 0; j < columns; j++) gradient[j] = result[j];
  return 1;
}

INLINE size_t take_steps(const cpk_packed_model *model, size_t columns, int anchored, const cpk_scheme *scheme,
                         cpk_chain *chain, size_t steps) {
  lanes at, increment;
  load_fresh(&at, chain->position, columns);
  at[columns] = behind_position(anchored);
  const double drift = scheme->drift, noise_scale = scheme->noise_scale;
  const int is_shared = scheme->shares_noise;
  double *restrict trace = chain->trace;
  cpk_noise noise = chain->noise;
  if (is_shared) load_increment(&noise, columns, &increment);
  cpk_minibatches batches = chain->minibatches;
  bit_source source = {copied(chain->generator->state), chain->generator};
  const int ahead = model->rows >= LEAST_ROWS_AHEAD && batches.size <= MOST_EXAMPLES_AHEAD;
  int32_t current[MOST_EXAMPLES_AHEAD];
  const int32_t *minibatch = next_minibatch(&batches, &source);
  size_t done = 0;
  while (done < steps) {
    if (noise_scale > 0) next_increment(&noise, columns, &source);
    // The next minibatch after this step's noise, as in steps one by one.
    const int32_t *next = minibatch;
    if (ahead && done + 1 < steps) {
      if (batches.order == CPK_WITH_REPLACEMENT || batches.order == CPK_FRESH_SUBSETS) {
        for (size_t i = 0; i < batches.size; i++) current[i] = minibatch[i];
        minibatch = current;
      }
      next = next_minibatch(&batches, &source);
      fetch(model, next, batches.size);
    }
    lanes gradient;
    if (!gradient_of(model, columns, anchored, &at, minibatch, batches.size, &gradient)) break;
    const lanes last = increment;
    load_increment(&noise, columns, &increment);
    lanes moved = at + ((is_shared ? last : increment) * noise_scale + gradient * drift);
    if (is_shared) moved += increment * noise_scale;
    double finite = 0;
    for (size_t j = 0; j < columns; j++) {
      at[j] = moved[j];
      finite += 0 * moved[j];
    }
    done += 1;
    if (trace)
      for (size_t j = 0; j < columns; j++) trace[(done - 1) * columns + j] = moved[j];
    if (__builtin_expect(finite != 0, 0)) break;
    minibatch = ahead || done == steps ? next : next_minibatch(&batches, &source);
  }
  *(xoshiro256pp *)chain->generator->state = source.fast;
  chain->noise.place = noise.place;
  chain->minibatches = batches;
  for (size_t j = 0; j < columns; j++) chain->position[j] = at[j];
  return done;
}

// One case for each number of columns, so that position and gradient are built from registers.
#define COLUMN_CASES(CASE) CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7)
#define SEVEN_COLUMNS(CASE) CASE(7)
#define GRADIENT_CASE(COLUMNS)                                                                                \
  case COLUMNS:                                                                                               \
    if (model->notes) return set_gradient(model, COLUMNS, 1, examples, count, position, gradient);            \
    return set_gradient(model, COLUMNS, 0, examples, count, position, gradient);
#define STEPS_CASE(COLUMNS)                                                                                   \
  case COLUMNS:                                                                                               \
    if (model->notes) return take_steps(model, COLUMNS, 1, scheme, chain, steps);                             \
    return take_steps(model, COLUMNS, 0, scheme, chain, steps);

// Defines cpk_set_NAME_gradient and cpk_take_NAME_steps, with a case for each number of columns in CASES.
#define PACKED_KERNELS(NAME, CASES, DISPATCH_TO)                                                              \
  INLINE int cpk_set_##NAME##_gradient_body(const cpk_packed_model *model, const int32_t *restrict examples,  \
                                            size_t count, const double *restrict position,                    \
                                            double *restrict gradient) {                                      \
    switch (model->columns) { CASES(GRADIENT_CASE) default: return 0; }                                       \
  }                                                                                                           \
  DISPATCH_TO(int, cpk_set_##NAME##_gradient,                                                                 \
              (const cpk_packed_model *model, const int32_t *restrict examples, size_t count,                 \
               const double *restrict position, double *restrict gradient),                                   \
              (model, examples, count, position, gradient))                                                   \
  INLINE size_t cpk_take_##NAME##_steps_body(const cpk_packed_model *model, const cpk_scheme *scheme,         \
                                             cpk_chain *chain, size_t steps) {                                \
    if (!is_fast(chain->generator)) return 0;                                                                 \
    switch (model->columns) { CASES(STEPS_CASE) default: return 0; }                                          \
  }                                                                                                           \
  DISPATCH_TO(size_t, cpk_take_##NAME##_steps,                                                                \
              (const cpk_packed_model *model, const cpk_scheme *scheme, cpk_chain *chain, size_t steps),      \
              (model, scheme, chain, steps))

#endif
