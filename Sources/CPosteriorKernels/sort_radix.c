// Sorting by the bits of the numbers, on any machine: O(n), whatever they are.
//
// Radix sort, eleven bits at a time, the lowest first (Knuth, TAOCP 3, 5.2.5). Three passes sort by the 33 highest bits
// in which the numbers differ, which nearly sorts them: what is left is done by insertion or, where more than a few
// numbers share the 33 bits, by three passes over the other bits.
#include "sort.h"

#define DIGIT 11
#define BUCKETS (1 << DIGIT)
#define SHORT 48

typedef uint64_t __attribute__((may_alias)) word;

static void insertion_sort(word *keys, size_t count) {
  for (size_t i = 1; i < count; i++) {
    const word key = keys[i];
    size_t j = i;
    for (; j > 0 && keys[j - 1] > key; j--) keys[j] = keys[j - 1];
    keys[j] = key;
  }
}

static void sort_keys(word *keys, word *scratch, size_t count) {
  if (count <= SHORT) {
    insertion_sort(keys, count);
    return;
  }
  word least = keys[0], greatest = keys[0];
  for (size_t i = 1; i < count; i++) {
    if (keys[i] < least) least = keys[i];
    if (keys[i] > greatest) greatest = keys[i];
  }
  if (least == greatest) return;
  const int width = 64 - __builtin_clzll(greatest - least);
  const int digits = width > 2 * DIGIT ? 3 : width > DIGIT ? 2 : 1;
  const int rest = width > 3 * DIGIT ? width - 3 * DIGIT : 0;

  size_t next[3][BUCKETS] = {0};
  for (size_t i = 0; i < count; i++) {
    const word key = (keys[i] - least) >> rest;
    for (int d = 0; d < 3; d++) next[d][key >> (DIGIT * d) & (BUCKETS - 1)]++;
  }
  word *from = keys, *to = scratch;
  for (int d = 0; d < digits; d++) {
    size_t first = 0;
    for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
      const size_t size = next[d][bucket];
      next[d][bucket] = first;
      first += size;
    }
    for (size_t i = 0; i < count; i++) to[next[d][(from[i] - least) >> (rest + DIGIT * d) & (BUCKETS - 1)]++] = from[i];
    word *const moved = to;
    to = from;
    from = moved;
  }
  if (from != keys) __builtin_memcpy(keys, from, count * sizeof(word));
  if (rest == 0) return;
  for (size_t first = 0, end; first < count; first = end) {
    const word shared = (keys[first] - least) >> rest;
    for (end = first + 1; end < count && (keys[end] - least) >> rest == shared;) end++;
    if (end > first + 1) sort_keys(keys + first, scratch, end - first);
  }
}

void cpk_radix_sort(double *numbers, double *scratch, size_t count) {
  word *const keys = (word *)numbers;
  for (size_t i = 0; i < count; i++) keys[i] = bits_in_order(numbers[i]);
  sort_keys(keys, (word *)scratch, count);
  for (size_t i = 0; i < count; i++) numbers[i] = number_of_bits(keys[i]);
}
