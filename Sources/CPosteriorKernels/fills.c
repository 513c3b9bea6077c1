// Buffers of uniforms and indices.
#include "bit_source.h"

#pragma STDC FP_CONTRACT OFF

// Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019), doi:10.1145/3230636: exact, and
// a division only when the product's low half falls below `bound`. Two draws are cut from each 64-bit word.
typedef struct {
  uint64_t word;
  int halves;
} half_words;

static inline __attribute__((always_inline)) uint32_t index_below(uint32_t bound, half_words *halves,
                                                                  bit_source *source, int fast) {
  for (;;) {
    if (halves->halves == 0) *halves = (half_words){next_bits(source, fast), 2};
    const uint64_t product = (halves->word >> 32) * (uint64_t)bound;
    halves->word <<= 32;
    halves->halves -= 1;
    const uint32_t low = (uint32_t)product;
    if (__builtin_expect(low >= bound, 1) || low >= -bound % bound) return (uint32_t)(product >> 32);
  }
}

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
  half_words halves = {0, 0};
#define BODY(SOURCE, FAST) \
  for (size_t i = 0; i < count; i++) buffer[i] = (int32_t)index_below(bound, &halves, SOURCE, FAST)
  WITH_BITS(generator, BODY);
#undef BODY
}

static inline __attribute__((always_inline)) void shuffle_prefix(int32_t *items, size_t count, size_t chosen,
                                                                 bit_source *source, int fast) {
  half_words halves = {0, 0};
  for (size_t i = 0; i < chosen; i++) {
    const size_t j = i + index_below((uint32_t)(count - i), &halves, source, fast);
    const int32_t item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
}

void cpk_shuffle_prefix(gsl_rng *generator, int32_t *items, size_t count, size_t chosen) {
#define BODY(SOURCE, FAST) shuffle_prefix(items, count, chosen, SOURCE, FAST)
  WITH_BITS(generator, BODY);
#undef BODY
}
