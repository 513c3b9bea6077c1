// Sorting with vectors of eight doubles whose lanes can be compressed: numbers are first distributed to buckets by
// where they lie between the least and the greatest, and each bucket is then sorted by quicksort down to 128 numbers,
// which a network sorts in registers. O(n log n) whatever the numbers: a quicksort that goes too deep gives over to the
// radix sort.
//
// Batcher, AFIPS Proc. 32 (1968) 307–314, doi:10.1145/1468075.1468121 (merging networks); Blacher, Giesen & Kühne,
// arXiv:2009.13569 (vectorised quicksort).
#include "sort.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,popcnt"), min_vector_width(512)))
#define AVX512_INLINE AVX512 __attribute__((always_inline)) static inline
#define UNROLL _Pragma("clang loop unroll(full)")

#define LEAF 128
#define MOST_BUCKETS 4096
#define BUCKET 64

/* Networks: v is n registers, whose lanes follow one another */

AVX512_INLINE void put_in_order(__m512d *a, __m512d *b) {
  const __m512d low = _mm512_min_pd(*a, *b);
  *b = _mm512_max_pd(*a, *b);
  *a = low;
}

// Sorts what rises and then falls, or falls and then rises.
AVX512_INLINE void sort_bitonic(__m512d *v, size_t n) {
  UNROLL for (size_t stride = n / 2; stride > 0; stride /= 2) {
    UNROLL for (size_t i = 0; i < n; i++)
      if (!(i & stride)) put_in_order(&v[i], &v[i + stride]);
  }
  UNROLL for (size_t i = 0; i < n; i++) {
    __m512d moved = _mm512_shuffle_f64x2(v[i], v[i], 0x4e);
    v[i] = _mm512_mask_max_pd(_mm512_min_pd(v[i], moved), 0xf0, v[i], moved);
    moved = _mm512_permutex_pd(v[i], 0x4e);
    v[i] = _mm512_mask_max_pd(_mm512_min_pd(v[i], moved), 0xcc, v[i], moved);
    moved = _mm512_permute_pd(v[i], 0x55);
    v[i] = _mm512_mask_max_pd(_mm512_min_pd(v[i], moved), 0xaa, v[i], moved);
  }
}

// Merges two sorted halves.
AVX512_INLINE void merge_halves(__m512d *v, size_t n) {
  const __m512i backwards = _mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7);
  __m512d high[LEAF / 16];
  UNROLL for (size_t i = 0; i < n / 2; i++) high[i] = _mm512_permutexvar_pd(backwards, v[n - 1 - i]);
  UNROLL for (size_t i = 0; i < n / 2; i++) {
    put_in_order(&v[i], &high[i]);
    v[n / 2 + i] = high[i];
  }
  sort_bitonic(v, n / 2);
  sort_bitonic(v + n / 2, n / 2);
}

AVX512_INLINE void transpose(__m512d *v) {
  __m512d a[8], b[8];
  UNROLL for (int i = 0; i < 8; i += 2) {
    a[i] = _mm512_unpacklo_pd(v[i], v[i + 1]);
    a[i + 1] = _mm512_unpackhi_pd(v[i], v[i + 1]);
  }
  UNROLL for (int i = 0; i < 8; i++) {
    const int first = (i & 4) | (i & 1);
    b[i] = i & 2 ? _mm512_shuffle_f64x2(a[first], a[first + 2], 0xdd)
                 : _mm512_shuffle_f64x2(a[first], a[first + 2], 0x88);
  }
  UNROLL for (int i = 0; i < 4; i++) {
    v[i] = _mm512_shuffle_f64x2(b[i], b[i + 4], 0x88);
    v[i + 4] = _mm512_shuffle_f64x2(b[i], b[i + 4], 0xdd);
  }
}

// Sorts 64 numbers: the columns of eight registers by Batcher's network, then rows that are merged.
AVX512_INLINE void sort_eight_registers(__m512d *v) {
  static const unsigned char pairs[19][2] = {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {0, 2}, {1, 3}, {4, 6},
                                             {5, 7}, {1, 2}, {5, 6}, {0, 4}, {1, 5}, {2, 6}, {3, 7},
                                             {2, 4}, {3, 5}, {1, 2}, {3, 4}, {5, 6}};
  UNROLL for (int i = 0; i < 19; i++) put_in_order(&v[pairs[i][0]], &v[pairs[i][1]]);
  transpose(v);
  UNROLL for (int i = 0; i < 8; i += 2) merge_halves(v + i, 2);
  merge_halves(v, 4);
  merge_halves(v + 4, 4);
  merge_halves(v, 8);
}

// The lanes of register i that `count` numbers fill.
AVX512_INLINE __mmask8 filled(size_t count, size_t i) {
  return count >= 8 * i + 8 ? 0xff : count <= 8 * i ? 0 : (__mmask8)((1 << (count - 8 * i)) - 1);
}

AVX512_INLINE void sort_registers(double *x, size_t count, size_t registers) {
  __m512d v[LEAF / 8];
  UNROLL for (size_t i = 0; i < registers; i++)
    v[i] = _mm512_mask_loadu_pd(_mm512_set1_pd(__builtin_inf()), filled(count, i), x + 8 * i);
  UNROLL for (size_t i = 0; i < registers; i += 8) sort_eight_registers(v + i);
  if (registers == 16) merge_halves(v, 16);
  UNROLL for (size_t i = 0; i < registers; i++) _mm512_mask_storeu_pd(x + 8 * i, filled(count, i), v[i]);
}

AVX512 __attribute__((noinline)) static void sort_64(double *x, size_t count) { sort_registers(x, count, 8); }
AVX512 __attribute__((noinline)) static void sort_128(double *x, size_t count) { sort_registers(x, count, 16); }

/* Quicksort */

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
