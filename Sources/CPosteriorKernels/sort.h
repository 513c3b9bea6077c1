// What the parts of the sort share.
#ifndef SORT_H
#define SORT_H

#include "CPosteriorKernels.h"

// The order of doubles as that of unsigned bits: the sign bit is flipped, and in negative numbers all others too.
static inline uint64_t bits_in_order(double number) {
  uint64_t bits;
  __builtin_memcpy(&bits, &number, sizeof bits);
  return bits ^ ((uint64_t)((int64_t)bits >> 63) | (UINT64_C(1) << 63));
}

static inline double number_of_bits(uint64_t bits) {
  bits ^= (uint64_t)((int64_t)~bits >> 63) | (UINT64_C(1) << 63);
  double number;
  __builtin_memcpy(&number, &bits, sizeof number);
  return number;
}

// The least and the greatest of some numbers, of which none is a NaN.
typedef struct {
  double least, greatest;
} limits;

// Returns whether there is no NaN (sort.c). At least one number.
int cpk_find_limits(const double *numbers, size_t count, limits *range);

// In place, by radix; scratch for as many (sort_radix.c).
void cpk_radix_sort(double *numbers, double *scratch, size_t count);

// Sorts items into `sorted`, none of them a NaN and as many as `numbers`, in whose order they are; which may be
// themselves. Scratch for 8 more, which may be `items` (sort_avx512.c).
void cpk_sort_avx512(const double *numbers, limits range, const double *items, size_t count, double *sorted,
                     double *scratch);

#endif
