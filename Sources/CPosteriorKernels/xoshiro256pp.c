// xoshiro256++ behind GSL's generator interface, so that every gsl_ran_* distribution works on it too.
#include "bit_source.h"

static uint64_t split_mix(uint64_t *counter) {
  uint64_t z = (*counter += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static void set(void *state, unsigned long seed) {
  uint64_t counter = seed;
  for (int i = 0; i < 4; i++) ((xoshiro256pp *)state)->s[i] = split_mix(&counter);
}

static unsigned long get(void *state) { return xoshiro256pp_next(state); }

static double get_double(void *state) { return (double)(xoshiro256pp_next(state) >> 11) * 0x1p-53; }

static const gsl_rng_type xoshiro256pp_type = {
    .name = "xoshiro256++",
    .max = UINT64_MAX,
    .min = 0,
    .size = sizeof(xoshiro256pp),
    .set = set,
    .get = get,
    .get_double = get_double,
};

const gsl_rng_type *cpk_rng_xoshiro256pp(void) { return &xoshiro256pp_type; }

void cpk_rng_set_xoshiro256pp(gsl_rng *generator, const uint64_t state[4]) {
  for (int i = 0; i < 4; i++) ((xoshiro256pp *)generator->state)->s[i] = state[i];
}
