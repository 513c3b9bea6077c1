// Random words for the fills: a xoshiro256++ state held in registers for the length of a loop, or any GSL generator.
#ifndef BIT_SOURCE_H
#define BIT_SOURCE_H

#include "CPosteriorKernels.h"

typedef struct {
  uint64_t s[4];
} xoshiro256pp;

static inline uint64_t rotate_left(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

// Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021), doi:10.1145/3460772.
static inline uint64_t xoshiro256pp_next(xoshiro256pp *state) {
  uint64_t *s = state->s;
  const uint64_t result = rotate_left(s[0] + s[3], 23) + s[0];
  const uint64_t shifted = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotate_left(s[3], 45);
  return result;
}

typedef struct {
  xoshiro256pp fast;
  gsl_rng *generator;
} bit_source;

static inline int is_fast(const gsl_rng *generator) { return generator->type == cpk_rng_xoshiro256pp(); }

// `fast` is a constant at every call, so each loop below compiles once for either kind of generator.
static inline __attribute__((always_inline)) uint64_t next_bits(bit_source *source, int fast) {
  if (fast) return xoshiro256pp_next(&source->fast);
  const gsl_rng *r = source->generator;
  const uint64_t high = r->type->get(r->state);
  return (high << 32) | r->type->get(r->state);
}

// An odd multiple of 2^-53. With 53 bits the half step would round, and the largest word give exactly 1.
static inline __attribute__((always_inline)) double next_uniform(bit_source *source, int fast) {
  return ((double)(next_bits(source, fast) >> 12) + 0.5) * 0x1p-52;
}

// Copies a state word by word. Copied in pairs, a state that has just been stored word by word would be waited for
// until it is in the cache, which costs as much as several normals: the empty statement keeps the compiler from pairing
// the words.
static inline __attribute__((always_inline)) xoshiro256pp copied(const xoshiro256pp *state) {
  xoshiro256pp copy;
  for (int i = 0; i < 4; i++) {
    uint64_t word = state->s[i];
    __asm__("" : "+r"(word));
    copy.s[i] = word;
  }
  return copy;
}

// Runs BODY(source, fast) with the generator's state in a local variable.
#define WITH_BITS(GENERATOR, BODY)                                  \
  do {                                                              \
    bit_source source = {.generator = (GENERATOR)};                 \
    if (is_fast(GENERATOR)) {                                       \
      source.fast = copied((GENERATOR)->state);                     \
      BODY(&source, 1);                                             \
      *(xoshiro256pp *)(GENERATOR)->state = source.fast;            \
    } else {                                                        \
      BODY(&source, 0);                                             \
    }                                                               \
  } while (0)

#endif
