// Coordinates that make steps later, all in one.
//
// While no example of a minibatch has a part in a coordinate, that moves by itself: under Euler's scheme, and a normal
// prior of precision t, as x <- a x + c + s z with a = 1 - eta t, z normal. So k such steps are one draw,
//
//     a^k x + c (1 + a + … + a^(k-1)) + s (1 + a² + … + a^(2(k-1)))^½ z,
//
// with sums that are kept in a table, and need no case for a = 1. Under Leimkuhler and Matthews's scheme the same is
// true of y = x - p z, with p the noise's scale and z the noise that the next step shares: the step takes it to
// a y + c + (1 + a) p z, and z is drawn anew for each. Only the noise that the chain brings with it is known.
#ifndef IDLE_STEPS_H
#define IDLE_STEPS_H

#include "chain_steps.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

#define NORMALS 512

// What is read and written of a coordinate together. The first two members are read as numbers four apart.
typedef struct {
  // Without its part of the noise where steps share that, but while a step is made.
  double position;
  double gradient;
  double noise;
  // How many steps it has made.
  int32_t steps;
  // Whether the present step moves it.
  int32_t is_listed;
} coordinate;

#define STRIDE (sizeof(coordinate) / sizeof(double))

// x <- power * x + sum * c + spread * z.
typedef struct {
  double power;
  double sum;
  double spread;
} idle_steps;

typedef struct {
  const cpk_sparse_model *model;
  const cpk_scheme *scheme;
  coordinate *coordinates;
  // What so many steps are.
  idle_steps *idle;
  int32_t *listed;
  size_t listed_count;
  bit_source source;
  double normals[NORMALS];
  size_t next_normal;
} lazy_chain;

INLINE double normal(lazy_chain *chain) {
  if (!(chain->scheme->noise_scale > 0)) return 0;
  if (chain->next_normal == NORMALS) {
    gsl_rng *generator = chain->source.generator;
    *(xoshiro256pp *)generator->state = chain->source.fast;
    cpk_fill_normal(generator, chain->normals, NORMALS);
    chain->source.fast = copied(generator->state);
    chain->next_normal = 0;
  }
  return chain->normals[chain->next_normal++];
}

INLINE double constant_pull(const lazy_chain *chain, size_t j) {
  return chain->model->offset ? -chain->scheme->drift * chain->model->offset[j] : 0;
}

static void fill_idle(lazy_chain *chain, size_t steps) {
  const double a = 1 + chain->scheme->drift * chain->model->precision, scale = chain->scheme->noise_scale;
  const double noise = chain->scheme->shares_noise ? (1 + a) * scale : scale;
  double power = 1, sum = 0, squares = 0;
  for (size_t k = 0; k <= steps; k++) {
    chain->idle[k] = (idle_steps){power, sum, noise * sqrt(squares)};
    power *= a;
    sum = 1 + a * sum;
    squares = 1 + a * a * squares;
  }
}

// Makes the steps that a coordinate has missed before step `now`.
INLINE void catch_up(lazy_chain *chain, size_t j, int32_t now) {
  coordinate *own = chain->coordinates + j;
  int32_t missed = now - own->steps;
  if (missed == 0) return;
  const double constant = constant_pull(chain, j);
  if (chain->scheme->shares_noise && own->steps == 0) {
    const double a = chain->idle[1].power;
    own->position = a * own->position + constant + (1 + a) * chain->scheme->noise_scale * own->noise;
    missed -= 1;
  }
  if (missed > 0) {
    const idle_steps *idle = chain->idle + missed;
    own->position = idle->power * own->position + idle->sum * constant + idle->spread * normal(chain);
  }
  own->steps = now;
}

#endif
