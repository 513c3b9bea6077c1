// Buffers of uniforms and indices.
#include "index_draws.h"

#pragma STDC FP_CONTRACT OFF

uint64_t cpk_next_bits(gsl_rng *generator) {
  uint64_t word;
#define BODY(SOURCE, FAST) word = next_bits(SOURCE, FAST)
  WITH_BITS(generator, BODY);
#undef BODY
  return word;
}

void cpk_fill_uniform(gsl_rng *generator, double *buffer, size_t count) {
#define BODY(SOURCE, FAST) \
  for (size_t i = 0; i < count; i++) buffer[i] = next_uniform(SOURCE, FAST)
  WITH_BITS(generator, BODY);
#undef BODY
}

void cpk_fill_indices(gsl_rng *generator, int32_t *buffer, size_t count, uint32_t bound) {
#define BODY(SOURCE, FAST) fill_indices(buffer, count, bound, SOURCE, FAST)
  WITH_BITS(generator, BODY);
#undef BODY
}

void cpk_shuffle_prefix(gsl_rng *generator, int32_t *items, size_t count, size_t chosen) {
#define BODY(SOURCE, FAST) shuffle_prefix(items, count, chosen, SOURCE, FAST)
  WITH_BITS(generator, BODY);
#undef BODY
}
