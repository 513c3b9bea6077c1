// What a step of a chain draws: the examples of its minibatch, and its noise.
#ifndef CHAIN_STEPS_H
#define CHAIN_STEPS_H

#include "dispatch.h"
#include "index_draws.h"

// The minibatch of the next step, by the same draws as `cpk_fill_indices` and `cpk_shuffle_prefix` make for each step.
INLINE const int32_t *next_minibatch(cpk_minibatches *batches, bit_source *source) {
  const size_t size = batches->size;
  // The most frequent first: steps on the smallest models feel each comparison.
  if (batches->order == CPK_WITH_REPLACEMENT) {
    fill_indices(batches->examples, size, (uint32_t)batches->count, source, 1);
    return batches->examples;
  }
  if (batches->order == CPK_FRESH_SUBSETS) {
    shuffle_prefix(batches->examples, batches->count, size, source, 1);
    return batches->examples;
  }
  int32_t *rest = batches->examples + batches->next;
  if (__builtin_expect(batches->order == CPK_RESHUFFLED_EPOCHS, 1)) {
    shuffle_prefix(rest, batches->count - batches->next, size, source, 1);
    batches->next += size;
  } else {
    batches->next -= size;
  }
  return rest;
}

// The next increment of noise, drawn with all that fit the buffer where that is used up.
INLINE void next_increment(cpk_noise *noise, size_t columns, bit_source *source) {
  noise->place += columns;
  if (noise->place < noise->count) return;
  noise->place = 0;
  *(xoshiro256pp *)source->generator->state = source->fast;
  cpk_fill_normal(source->generator, noise->values, noise->count);
  source->fast = copied(source->generator->state);
}

#endif
