// Steps of a chain on a model's program, many in one loop: minibatch, gradient, noise and move.
#include "chain_steps.h"
#include "program_chunks.h"

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

size_t cpk_take_program_steps(const cpk_program *program, const cpk_scheme *scheme, cpk_chain *chain, size_t steps) {
  if (!is_fast(chain->generator)) return 0;
  const size_t columns = (size_t)program->result_count;
  cpk_noise noise = chain->noise;
  cpk_minibatches batches = chain->minibatches;
  cpk_arguments arguments = {
      chain->position, 0, batches.size, (double)batches.count / (double)batches.size, 1};
  bit_source source = {copied(chain->generator->state), chain->generator};
  double *position = chain->position, *scratch = thread_memory(PROGRAM_MEMORY, program->scratch);
  size_t done = 0;
  double finite = 0;
  while (done < steps && finite == 0) {
    arguments.examples = next_minibatch(&batches, &source);
    if (!scheme->shares_noise && scheme->noise_scale > 0) next_increment(&noise, columns, &source);
    const double *gradient = run_stages(program, &arguments, scratch);
    if (!gradient) break;
    // The program's result is that of the log density.
    finite = move(position, gradient, -scheme->drift, noise.values + noise.place, scheme->noise_scale, columns);
    if (scheme->shares_noise) {
      if (scheme->noise_scale > 0) next_increment(&noise, columns, &source);
      finite += move(position, 0, 0, noise.values + noise.place, scheme->noise_scale, columns);
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
