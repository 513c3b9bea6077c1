// Sorts of doubles, alone or with the places they came from. The result is the one there is, whatever sorts: on AVX-512
// the sort of sort_avx512.c, otherwise that of sort_radix.c.
#include "dispatch.h"
#include "sort.h"

#pragma STDC FP_CONTRACT OFF

// Returns whether none of the numbers is a NaN; 0 · x is a NaN for infinities as well, so that one is looked for only
// then.
typedef uint64_t __attribute__((may_alias)) word;

INLINE int cpk_find_limits_body(const double *numbers, size_t count, limits *range) {
  lanes least = numbers[0], greatest = numbers[0], zeros = 0.0;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const lanes x = LOAD_LANES(numbers + i);
    least = x < least ? x : least;
    greatest = x > greatest ? x : greatest;
    zeros += x * 0.0;
  }
  *range = (limits){least[0], greatest[0]};
  double zero = sum_of_lanes(&zeros);
  for (int lane = 1; lane < 8; lane++) {
    if (least[lane] < range->least) range->least = least[lane];
    if (greatest[lane] > range->greatest) range->greatest = greatest[lane];
  }
  for (; i < count; i++) {
    if (numbers[i] < range->least) range->least = numbers[i];
    if (numbers[i] > range->greatest) range->greatest = numbers[i];
    zero += numbers[i] * 0.0;
  }
  if (zero == 0) return 1;
  for (i = 0; i < count; i++)
    if (numbers[i] != numbers[i]) return 0;
  return 1;
}

DISPATCH(int, cpk_find_limits, (const double *numbers, size_t count, limits *range), (numbers, count, range))

// Sorts items in the order of the numbers, which may be themselves.
static void sort_items(const double *numbers, limits range, const double *items, size_t count, double *sorted,
                       double *scratch) {
#if defined(__x86_64__)
  if (cpk_instructions == 2) {
    cpk_sort_avx512(numbers, range, items, count, sorted, scratch);
    return;
  }
#endif
  __builtin_memcpy(sorted, items, count * sizeof(double));
  cpk_radix_sort(sorted, scratch, count);
}

// Among equals, which zero comes first is left open: all of them become +0.
static void clear_signs_of_zeros(double *sorted, size_t count) {
  size_t low = 0, high = count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (sorted[middle] < 0) low = middle + 1;
    else high = middle;
  }
  for (; low < count && sorted[low] == 0; low++) sorted[low] = 0;
}

int cpk_sort(const double *numbers, size_t count, double *sorted, double *scratch) {
  if (count == 0) return 1;
  limits range;
  if (!cpk_find_limits(numbers, count, &range)) return 0;
  sort_items(numbers, range, numbers, count, sorted, scratch);
  clear_signs_of_zeros(sorted, count);
  return 1;
}

/* With places */

static int is_before(double a, int32_t place, double b, int32_t other) { return a < b || (a == b && place < other); }

static void sift_down(double *values, int32_t *places, size_t root, size_t count) {
  const double value = values[root];
  const int32_t place = places[root];
  for (size_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && is_before(values[child], places[child], values[child + 1], places[child + 1])) child++;
    if (!is_before(value, place, values[child], places[child])) break;
    values[root] = values[child];
    places[root] = places[child];
  }
  values[root] = value;
  places[root] = place;
}

// Heap sort, in place and never worse than O(n log n): for what the keys do not tell apart.
static void heap_sort(double *values, int32_t *places, size_t count) {
  for (size_t root = count / 2; root-- > 0;) sift_down(values, places, root, count);
  for (size_t last = count; last-- > 1;) {
    const double value = values[0];
    const int32_t place = places[0];
    values[0] = values[last];
    places[0] = places[last];
    values[last] = value;
    places[last] = place;
    sift_down(values, places, 0, last);
  }
}

// A number and its place are sorted as one key of 62 bits, the highest bits in which the numbers differ above those of
// the place. As a double such a key is positive and finite, and in the same order.
int cpk_sort_places(const double *numbers, size_t count, double *values, int32_t *places, double *scratch) {
  if (count == 0) return 1;
  limits range;
  if (!cpk_find_limits(numbers, count, &range)) return 0;
  const uint64_t least = bits_in_order(range.least + 0.0), greatest = bits_in_order(range.greatest + 0.0);
  const int place_bits = count > 1 ? 64 - __builtin_clzll(count - 1) : 0;
  const int width = greatest > least ? 64 - __builtin_clzll(greatest - least) : 0;
  const int dropped = width > 62 - place_bits ? width - (62 - place_bits) : 0;
  double *const sorted = scratch, *const keys = scratch + count;
  for (size_t i = 0; i < count; i++) {
    const uint64_t key = (bits_in_order(numbers[i] + 0.0) - least) >> dropped << place_bits | i;
    __builtin_memcpy(keys + i, &key, sizeof key);
  }
  sort_items(numbers, range, keys, count, sorted, keys);

  const word *const bits = (const word *)sorted;
  for (size_t i = 0; i < count; i++) {
    places[i] = (int32_t)(bits[i] & ((UINT64_C(1) << place_bits) - 1));
    values[i] = numbers[places[i]] + 0.0;
  }
  for (size_t i = 1; i < count; i++) {
    if (!(values[i] < values[i - 1])) continue;
    size_t first = i - 1, end = i + 1;
    while (first > 0 && bits[first - 1] >> place_bits == bits[i] >> place_bits) first--;
    while (end < count && bits[end] >> place_bits == bits[i] >> place_bits) end++;
    heap_sort(values + first, places + first, end - first);
    i = end - 1;
  }
  return 1;
}
