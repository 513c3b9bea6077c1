// Steps of a chain on a model's program, many in one loop: minibatch, gradient, noise and move.
#include "chain_steps.h"

#pragma STDC FP_CONTRACT OFF

// position += drift * gradient + noise_scale * noise; returns 0 where all are finite.
INLINE double move(double *restrict position, const double *restrict gradient, double drift,
                   const double *restrict noise, double noise_scale, size_t columns) {
  double finite = 0;
  for (size_t j = 0; j < columns; j++) {
    position[j] += drift * gradient[j] + noise_scale * noise[j];
    finite += 0 * position[j];
  }
  return finite;
}

// position += noise_scale * noise; returns 0 where all are finite.
INLINE double add_noise(double *restrict position, const double *restrict noise, double noise_scale, size_t columns) {
  double finite = 0;
  for (size_t j = 0; j < columns; j++) {
    position[j] += noise_scale * noise[j];
    finite += 0 * position[j];
  }
  return finite;
}

size_t cpk_take_program_steps(const cpk_program *program, const cpk_scheme *scheme, cpk_chain *chain, size_t steps,
                              double *gradient) {
  if (!is_fast(chain->generator)) return 0;
  const size_t columns = (size_t)program->result_count;
  cpk_noise noise = chain->noise;
  cpk_minibatches batches = chain->minibatches;
  cpk_arguments arguments = {
      chain->position, 0, batches.size, (double)batches.count / (double)batches.size, 1};
  bit_source source = {copied(chain->generator->state), chain->generator};
  double *position = chain->position;
  size_t done = 0;
  double finite = 0;
  while (done < steps && finite == 0) {
    arguments.examples = next_minibatch(&batches, &source);
    if (!scheme->shares_noise && scheme->noise_scale > 0) next_increment(&noise, columns, &source);
    if (!cpk_run(program, &arguments, CPK_SET_NEGATIVE, gradient)) break;
    finite = move(position, gradient, scheme->drift, noise.values + noise.place, scheme->noise_scale, columns);
    if (scheme->shares_noise) {
      if (scheme->noise_scale > 0) next_increment(&noise, columns, &source);
      finite += add_noise(position, noise.values + noise.place, scheme->noise_scale, columns);
    }
    if (chain->trace)
      for (size_t j = 0; j < columns; j++) chain->trace[done * columns + j] = position[j];
    done += 1;
  }
  *(xoshiro256pp *)chain->generator->state = source.fast;
  chain->noise.place = noise.place;
  chain->minibatches = batches;
  return done;
}
