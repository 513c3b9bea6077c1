// Sorting networks on registers of eight doubles: up to 128 numbers are put in order without a branch.
//
// Batcher, AFIPS Proc. 32 (1968) 307–314, doi:10.1145/1468075.1468121.
#ifndef SORT_NETWORKS_AVX512_H
#define SORT_NETWORKS_AVX512_H

#include <immintrin.h>
#include <stddef.h>

#define AVX512 __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,popcnt"), min_vector_width(512)))
#define AVX512_INLINE AVX512 __attribute__((always_inline)) static inline
#define UNROLL _Pragma("clang loop unroll(full)")

// The most numbers that a network sorts.
#define LEAF 128

// In what follows v is n registers, whose lanes follow one another.

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

#endif
