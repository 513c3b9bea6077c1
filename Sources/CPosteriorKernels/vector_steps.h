// Steps of a chain on a model of any width, many in one loop: minibatch, gradient, noise and move. A file that includes
// this gives the gradient.
#ifndef VECTOR_STEPS_H
#define VECTOR_STEPS_H

#include "chain_steps.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// position += drift * gradient + noise_scale * noise, without a gradient if that is NULL; returns 0 where all are
// finite, which eight numbers at a time are asked: a sum of one after another would take longer than all else here.
INLINE double move(double *restrict position, const double *restrict gradient, double drift,
                   const double *restrict noise, double noise_scale, size_t columns) {
  const size_t whole = columns / 8 * 8;
  lanes finite = 0;
  for (size_t j = 0; j < whole; j += 8) {
    lanes step = noise_scale * LOAD_LANES(noise + j);
    if (gradient) step = drift * LOAD_LANES(gradient + j) + step;
    const lanes moved = LOAD_LANES(position + j) + step;
    STORE_LANES(position + j, moved);
    finite += 0 * moved;
  }
  double all = sum_of_lanes(&finite);
#pragma clang loop vectorize(disable)
  for (size_t j = whole; j < columns; j++) {
    double step = noise_scale * noise[j];
    if (gradient) step = drift * gradient[j] + step;
    position[j] += step;
    all += 0 * position[j];
  }
  return all;
}

// The estimate over a minibatch at a position, or NULL where it has none.
typedef const double *gradient_estimate(void *model, const int32_t *examples, const double *position);

// Steps until one is not finite, `steps` at the most; returns their number: 0 unless the generator is xoshiro256++.
INLINE size_t take_vector_steps(gradient_estimate *estimate, void *model, size_t columns, const cpk_scheme *scheme,
                                cpk_chain *chain, size_t steps) {
  if (!is_fast(chain->generator)) return 0;
  cpk_noise noise = chain->noise;
  cpk_minibatches batches = chain->minibatches;
  bit_source source = {copied(chain->generator->state), chain->generator};
  double *position = chain->position;
  size_t done = 0;
  double finite = 0;
  while (done < steps && finite == 0) {
    const int32_t *examples = next_minibatch(&batches, &source);
    if (!scheme->shares_noise && scheme->noise_scale > 0) next_increment(&noise, columns, &source);
    const double *gradient = estimate(model, examples, position);
    if (!gradient) break;
    finite = move(position, gradient, scheme->drift, noise.values + noise.place, scheme->noise_scale, columns);
    if (scheme->shares_noise) {
      if (scheme->noise_scale > 0) next_increment(&noise, columns, &source);
      finite += move(position, 0, 0, noise.values + noise.place, scheme->noise_scale, columns);
    }
    if (chain->trace) memcpy(chain->trace + done * columns, position, columns * sizeof *position);
    done += 1;
  }
  *(xoshiro256pp *)chain->generator->state = source.fast;
  chain->noise.place = noise.place;
  chain->minibatches = batches;
  return done;
}

#endif
