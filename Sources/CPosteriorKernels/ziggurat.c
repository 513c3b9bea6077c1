// Standard normals by the ziggurat method of Marsaglia & Tsang (J. Stat. Softw. 5(8), 2000, doi:10.18637/jss.v005.i08),
// with 256 layers of equal area. One 64-bit word gives layer (8 bits), sign (1) and magnitude (53): GSL's own
// ziggurat takes the magnitude from 24 bits, so that it can return only 2^24 values a layer.
#include "bit_source.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

#define LAYERS 256
// Where the tail begins: the one number for which 256 layers of equal area close at the top of the density.
#define TAIL 3.6541528853610087963519472518

static double edge[LAYERS + 1];         // right edge of each layer; edge[0] is the base layer's, tail included
static double density[LAYERS + 1];      // exp(-x^2 / 2) at the edges
static double scale[LAYERS];            // edge * 2^-53
static uint64_t surely_inside[LAYERS];  // magnitudes below this lie under the curve for certain

__attribute__((constructor)) static void build_tables(void) {
  const double area = TAIL * exp(-0.5 * TAIL * TAIL) + sqrt(M_PI / 2) * erfc(TAIL / sqrt(2));
  edge[0] = area / exp(-0.5 * TAIL * TAIL);
  edge[1] = TAIL;
  for (int i = 2; i < LAYERS; i++)
    edge[i] = sqrt(-2 * log(area / edge[i - 1] + exp(-0.5 * edge[i - 1] * edge[i - 1])));
  edge[LAYERS] = 0;
  for (int i = 0; i <= LAYERS; i++) density[i] = exp(-0.5 * edge[i] * edge[i]);
  for (int i = 0; i < LAYERS; i++) {
    scale[i] = edge[i] * 0x1p-53;
    surely_inside[i] = (uint64_t)(edge[i + 1] / edge[i] * 0x1p53);
  }
}

// Marsaglia's tail: x = -log(u)/TAIL accepted when -2 log(v) > x^2.
static inline __attribute__((always_inline)) double tail(bit_source *source, int fast) {
  for (;;) {
    const double x = -log(next_uniform(source, fast)) / TAIL;
    const double y = -log(next_uniform(source, fast));
    if (y + y > x * x) return TAIL + x;
  }
}

static inline __attribute__((always_inline)) double with_sign(double magnitude, uint64_t word) {
  union {
    double value;
    uint64_t bits;
  } u = {magnitude};
  u.bits |= (word & 256) << 55;
  return u.value;
}

// One word in a hundred or so comes here: the wedge between a layer's certain part and the curve, or the tail.
#define SLOW_PATH(NAME, FAST)                                                                      \
  static __attribute__((noinline)) double NAME(bit_source *source, uint64_t word) {                \
    for (;;) {                                                                                     \
      const uint64_t magnitude = word >> 11;                                                       \
      const int layer = word & 255;                                                                \
      const double x = (double)(int64_t)magnitude * scale[layer];                                  \
      if (magnitude < surely_inside[layer]) return with_sign(x, word);                             \
      if (layer == 0) return with_sign(tail(source, FAST), word);                                  \
      const double height =                                                                        \
          density[layer] + next_uniform(source, FAST) * (density[layer + 1] - density[layer]);     \
      if (height < exp(-0.5 * x * x)) return with_sign(x, word);                                   \
      word = next_bits(source, FAST);                                                              \
    }                                                                                              \
  }
SLOW_PATH(slow_path_fast, 1)
SLOW_PATH(slow_path_any, 0)

static inline __attribute__((always_inline)) void fill(double *buffer, size_t count, bit_source *source, int fast) {
  for (size_t i = 0; i < count; i++) {
    const uint64_t word = next_bits(source, fast);
    const uint64_t magnitude = word >> 11;
    const int layer = word & 255;
    if (__builtin_expect(magnitude < surely_inside[layer], 1)) {
      buffer[i] = with_sign((double)(int64_t)magnitude * scale[layer], word);
    } else {
      // The slow path works on a copy, whose address it takes, so that the state itself can stay in registers.
      bit_source copy = *source;
      buffer[i] = fast ? slow_path_fast(&copy, word) : slow_path_any(&copy, word);
      *source = copy;
    }
  }
}

void cpk_fill_normal(gsl_rng *generator, double *buffer, size_t count) {
#define BODY(SOURCE, FAST) fill(buffer, count, SOURCE, FAST)
  WITH_BITS(generator, BODY);
#undef BODY
}
