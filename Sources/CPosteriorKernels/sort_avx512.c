// Sorting with vectors of eight doubles whose lanes can be compressed: numbers are first distributed to buckets by
// where they lie between the least and the greatest, and each bucket is then sorted by quicksort down to 128 numbers,
// which a network sorts in registers. O(n log n) whatever the numbers: a quicksort that goes too deep gives over to the
// radix sort.
//
// Blacher, Giesen & Kühne, arXiv:2009.13569 (vectorised quicksort).
#include "sort.h"

#if defined(__x86_64__)
#include "sort_networks_avx512.h"

#define MOST_BUCKETS 4096
#define BUCKET 64

// The median of evenly spaced elements.
AVX512 static double find_pivot(const double *x, size_t count) {
  double sample[64];
  const size_t size = count < 1024 ? 16 : 64, step = count / size;
  for (size_t i = 0; i < size; i++) sample[i] = x[i * step + step / 2];
  sort_64(sample, size);
  return sample[size / 2];
}

// Moves numbers below the pivot to the front, and returns how many there are. Whole registers are written, of which
// later ones overwrite what is not wanted.
AVX512 static size_t move_below(double *x, double *scratch, size_t count, double pivot) {
  const __m512d pivots = _mm512_set1_pd(pivot);
  size_t low = 0, i = 0;
  double *high = scratch;
  for (; i + 32 <= count; i += 32) {
    __m512d v[4];
    UNROLL for (int k = 0; k < 4; k++) v[k] = _mm512_loadu_pd(x + i + 8 * k);
    UNROLL for (int k = 0; k < 4; k++) {
      const __mmask8 is_low = _mm512_cmp_pd_mask(v[k], pivots, _CMP_LT_OQ);
      _mm512_storeu_pd(x + low, _mm512_maskz_compress_pd(is_low, v[k]));
      _mm512_storeu_pd(high, _mm512_maskz_compress_pd(_mm512_knot(is_low), v[k]));
      const int size = __builtin_popcount(is_low);
      low += size;
      high += 8 - size;
    }
  }
  for (; i < count; i++) {
    const double value = x[i];
    const int is_low = value < pivot;
    x[low] = value;
    *high = value;
    low += is_low;
    high += !is_low;
  }
  __builtin_memcpy(x + low, scratch, (count - low) * sizeof(double));
  return low;
}

// Moves numbers that equal the least one to the front, and returns how many there are.
static size_t move_equals(double *x, size_t count, double least) {
  size_t equal = 0;
  for (size_t i = 0; i < count; i++) {
    const double value = x[i];
    if (value != least) continue;
    x[i] = x[equal];
    x[equal++] = value;
  }
  return equal;
}

static void quicksort(double *x, double *scratch, size_t count, int depth) {
  while (count > LEAF) {
    if (depth-- == 0) {
      cpk_radix_sort(x, scratch, count);
      return;
    }
    const double pivot = find_pivot(x, count);
    size_t low = move_below(x, scratch, count, pivot);
    if (low == 0)  // the pivot is the least: its equals are in place
      low = move_equals(x, count, pivot);
    else
      quicksort(x, scratch, low, depth);
    x += low;
    count -= low;
  }
  if (count > 64)
    sort_128(x, count);
  else if (count > 1)
    sort_64(x, count);
}

/* Distribution */

void cpk_sort_avx512(const double *numbers, limits range, const double *items, size_t count, double *sorted,
                     double *scratch) {
  const int depth = 2 * (64 - __builtin_clzll(count));
  const size_t wanted = count / BUCKET, buckets = wanted < MOST_BUCKETS ? wanted : MOST_BUCKETS;
  // Rounded operations are monotone, so that the buckets are in order.
  const double scale = ((double)buckets - 1) / (range.greatest - range.least);
  if (buckets < 4 || !(scale > 0 && scale < __builtin_inf())) {
    __builtin_memcpy(sorted, items, count * sizeof(double));
    quicksort(sorted, scratch, count, depth);
    return;
  }
  size_t next[MOST_BUCKETS] = {0};
  for (size_t i = 0; i < count; i++) next[(int32_t)((numbers[i] - range.least) * scale)]++;
  size_t first = 0;
  for (size_t bucket = 0; bucket < buckets; bucket++) {
    const size_t size = next[bucket];
    next[bucket] = first;
    first += size;
  }
  for (size_t i = 0; i < count; i++) sorted[next[(int32_t)((numbers[i] - range.least) * scale)]++] = items[i];
  first = 0;
  for (size_t bucket = 0; bucket < buckets; bucket++) {
    quicksort(sorted + first, scratch, next[bucket] - first, depth);
    first = next[bucket];
  }
}
#endif
