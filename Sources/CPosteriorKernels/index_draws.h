// Indices from random words, for loops that draw them by the buffer.
#ifndef INDEX_DRAWS_H
#define INDEX_DRAWS_H

#include "bit_source.h"

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

typedef struct {
  uint32_t first, second;
} index_pair;

// The rare case apart, on a copy of the state, so that the loops that call this keep theirs in registers.
static __attribute__((noinline)) index_pair two_indices_slowly(uint64_t word, uint32_t bound, uint32_t second_bound,
                                                               bit_source *source, int fast) {
  half_words halves = {word, 2};
  const uint32_t index = index_below(bound, &halves, source, fast);
  return (index_pair){index, index_below(second_bound, &halves, source, fast)};
}

// Two indices from one word.
static inline __attribute__((always_inline)) index_pair two_indices_below(uint32_t bound, uint32_t second_bound,
                                                                          bit_source *source, int fast) {
  const uint64_t word = next_bits(source, fast);
  const uint64_t first = (word >> 32) * bound, second = (word & 0xffffffffu) * (uint64_t)second_bound;
  if (__builtin_expect((uint32_t)first >= bound && (uint32_t)second >= bound, 1))
    return (index_pair){(uint32_t)(first >> 32), (uint32_t)(second >> 32)};
  bit_source copy = *source;
  const index_pair pair = two_indices_slowly(word, bound, second_bound, &copy, fast);
  *source = copy;
  return pair;
}

static inline __attribute__((always_inline)) void fill_indices(int32_t *buffer, size_t count, uint32_t bound,
                                                               bit_source *source, int fast) {
  size_t i = 0;
  for (; i + 2 <= count; i += 2) {
    const index_pair pair = two_indices_below(bound, bound, source, fast);
    buffer[i] = (int32_t)pair.first;
    buffer[i + 1] = (int32_t)pair.second;
  }
  half_words halves = {0, 0};
  if (i < count) buffer[i] = (int32_t)index_below(bound, &halves, source, fast);
}

// Fisher–Yates, stopped after `chosen` places.
static inline __attribute__((always_inline)) void shuffle_prefix(int32_t *items, size_t count, size_t chosen,
                                                                 bit_source *source, int fast) {
  // Place 0 of what is left changes with a random one, two places a word.
  uint32_t left = (uint32_t)count;
  for (size_t pairs = chosen / 2; pairs > 0; pairs--) {
    const index_pair pair = two_indices_below(left, left - 1, source, fast);
    const int32_t first = items[pair.first];
    items[pair.first] = items[0];
    items[0] = first;
    const int32_t second = items[1 + pair.second];
    items[1 + pair.second] = items[1];
    items[1] = second;
    items += 2;
    left -= 2;
  }
  if (chosen % 2 == 1) {
    half_words halves = {0, 0};
    const uint32_t place = index_below(left, &halves, source, fast);
    const int32_t item = items[place];
    items[place] = items[0];
    items[0] = item;
  }
}

#endif
