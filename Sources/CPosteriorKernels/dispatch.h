// Kernels on eight lanes: one body, compiled for each instruction set, of which the machine's best is taken at run
// time.
//
// A body works on vectors of eight doubles whatever the width of the registers. Operations are fused where it says so
// (FMA) and nowhere else (FP_CONTRACT OFF), and the order of its sums is fixed: it gives the same bits on every
// instruction set, and a run does not depend on the machine. Inline functions take lanes by pointer: by value they
// would be part of an ABI that differs between instruction sets.
#ifndef DISPATCH_H
#define DISPATCH_H

#include "CPosteriorKernels.h"

#include <stdatomic.h>

#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))

// A parameter that a kernel of this kind has no use for, where others of its kind have.
#define UNUSED __attribute__((unused))

typedef double lanes __attribute__((ext_vector_type(8)));
typedef double unaligned_lanes __attribute__((ext_vector_type(8), aligned(8)));
typedef double four_lanes __attribute__((ext_vector_type(4)));
typedef double unaligned_four_lanes __attribute__((ext_vector_type(4), aligned(8)));
typedef int64_t lane_bits __attribute__((ext_vector_type(8)));
typedef uint64_t unsigned_lane_bits __attribute__((ext_vector_type(8)));
typedef int64_t four_bits __attribute__((ext_vector_type(4)));
typedef uint64_t unsigned_four_bits __attribute__((ext_vector_type(4)));

#define LOAD_LANES(POINTER) (*(const unaligned_lanes *)(POINTER))
#define STORE_LANES(POINTER, VALUE) (*(unaligned_lanes *)(POINTER) = (VALUE))
#define STORE_FOUR(POINTER, VALUE) (*(unaligned_four_lanes *)(POINTER) = (VALUE))

// a·b + c, rounded once. Every processor with AVX2 has it, and every Arm; on older ones it is a call for each lane.
#define FMA(A, B, C) __builtin_elementwise_fma(A, B, C)

// ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)): the order in which halves of registers are folded.
INLINE double sum_of_lanes(const lanes *x) {
  typedef double half __attribute__((ext_vector_type(4)));
  const half halves = __builtin_shufflevector(*x, *x, 0, 1, 2, 3) + __builtin_shufflevector(*x, *x, 4, 5, 6, 7);
  return (halves[0] + halves[2]) + (halves[1] + halves[3]);
}

// All bits of the first `rest` lanes.
INLINE void first_lanes(size_t rest, lane_bits *result) {
  const lane_bits places = {0, 1, 2, 3, 4, 5, 6, 7};
  *result = places < (int64_t)rest;
}

// Which instruction set kernels use: see cpk_use_instructions.
extern atomic_int cpk_instructions;

#if defined(__x86_64__)
#define FOR_AVX2 __attribute__((target("avx2,fma")))
#define FOR_AVX512 __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"), min_vector_width(512)))

// Defines NAME, which calls NAME_body compiled for the machine's instruction set.
#define DISPATCH(RETURN, NAME, PARAMETERS, ARGUMENTS)                                      \
  FOR_AVX512 static RETURN NAME##_avx512 PARAMETERS { return NAME##_body ARGUMENTS; }          \
  FOR_AVX2 static RETURN NAME##_avx2 PARAMETERS { return NAME##_body ARGUMENTS; }              \
  RETURN NAME PARAMETERS {                                                                 \
    if (cpk_instructions == 2) return NAME##_avx512 ARGUMENTS;                             \
    if (cpk_instructions == 1) return NAME##_avx2 ARGUMENTS;                               \
    return NAME##_body ARGUMENTS;                                                          \
  }
// The same without AVX-512, for kernels that live on shuffles within a vector, of which it makes fewer at a time.
#define DISPATCH_HALF(RETURN, NAME, PARAMETERS, ARGUMENTS)                                 \
  FOR_AVX2 static RETURN NAME##_avx2 PARAMETERS { return NAME##_body ARGUMENTS; }              \
  RETURN NAME PARAMETERS {                                                                 \
    if (cpk_instructions >= 1) return NAME##_avx2 ARGUMENTS;                               \
    return NAME##_body ARGUMENTS;                                                          \
  }
#else
#define DISPATCH_HALF DISPATCH
#define DISPATCH(RETURN, NAME, PARAMETERS, ARGUMENTS) \
  RETURN NAME PARAMETERS { return NAME##_body ARGUMENTS; }
#endif

#endif
