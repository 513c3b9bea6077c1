// Steps of Langevin dynamics on a regression with a sparse design, at the cost of the minibatch's non-zeros.
#include "idle_steps.h"
#include "sparse_rows.h"

#include <stdlib.h>

#pragma STDC FP_CONTRACT OFF

#define MOST_STEPS (1 << 20)

// How many non-zeros before its turn a coordinate is fetched, which is anywhere in memory.
#define AHEAD 16

// Fetches the coordinates of up to AHEAD non-zeros from `first` on.
INLINE void fetch(const lazy_chain *chain, int64_t first, int64_t end) {
  for (int64_t k = first; k < end && k < first + AHEAD; k++)
    __builtin_prefetch(chain->coordinates + chain->model->regression.places[k], 1);
}

// Brings the coordinates of a minibatch to step `now`, and lists them. Returns whether all examples are rows.
INLINE int list_coordinates(lazy_chain *chain, const int32_t *minibatch, size_t count, int32_t now) {
  const cpk_sparse_regression *regression = &chain->model->regression;
  for (size_t i = 0; i < count; i++)
    if ((uint32_t)minibatch[i] >= regression->rows) return 0;
  chain->listed_count = 0;
  for (size_t i = 0; i < count; i++) {
    const size_t row = (uint32_t)minibatch[i], next = (uint32_t)minibatch[i + 1 < count ? i + 1 : i];
    const int64_t start = regression->starts[row], end = regression->starts[row + 1];
    for (int64_t k = regression->starts[next]; k < regression->starts[next + 1]; k += 8) {
      __builtin_prefetch(regression->places + k);
      __builtin_prefetch(regression->values + k);
    }
    fetch(chain, start, end);
    for (int64_t k = start; k < end; k++) {
      if (k + AHEAD < end) __builtin_prefetch(chain->coordinates + regression->places[k + AHEAD], 1);
      const int32_t j = regression->places[k];
      coordinate *own = chain->coordinates + j;
      if (own->is_listed) continue;
      catch_up(chain, (size_t)j, now);
      if (chain->scheme->shares_noise) {
        if (now > 0) own->noise = normal(chain);
        own->position += chain->scheme->noise_scale * own->noise;
      }
      own->is_listed = 1;
      chain->listed[chain->listed_count++] = j;
    }
  }
  return 1;
}

INLINE void add_gradients(lazy_chain *chain, const int32_t *minibatch, size_t count) {
  const cpk_sparse_model *model = chain->model;
  const cpk_sparse_pass pass = {
      .notes = model->notes, .gradient = &chain->coordinates->gradient, .scale = model->scale};
  log_terms terms = {0, 1.0};
  pass_sparse_rows(&model->regression, minibatch, count, &chain->coordinates->position, STRIDE, &pass, &terms);
}

INLINE void move_listed(lazy_chain *chain, int32_t now) {
  const double drift = chain->scheme->drift, scale = chain->scheme->noise_scale;
  for (size_t i = 0; i < chain->listed_count; i++) {
    const size_t j = (size_t)chain->listed[i];
    coordinate *own = chain->coordinates + j;
    if (!chain->scheme->shares_noise) own->noise = normal(chain);
    const double gradient = chain->model->precision * own->position + own->gradient;
    own->position += drift * gradient + constant_pull(chain, j) + scale * own->noise;
    own->gradient = 0;
    own->steps = now + 1;
    own->is_listed = 0;
  }
}

static size_t take_steps(lazy_chain *lazy, cpk_chain *chain, size_t steps) {
  const size_t columns = lazy->model->regression.columns;
  const double scale = lazy->scheme->noise_scale;
  double *noise = chain->noise.values + chain->noise.place;
  const int is_shared = lazy->scheme->shares_noise;
  for (size_t j = 0; j < columns; j++) {
    coordinate *own = lazy->coordinates + j;
    *own = (coordinate){.position = chain->position[j]};
    if (!is_shared) continue;
    own->noise = noise[j];
    own->position -= scale * own->noise;
  }
  fill_idle(lazy, steps);
  cpk_minibatches batches = chain->minibatches;
  size_t done = 0;
  for (; done < steps; done++) {
    const int32_t *minibatch = next_minibatch(&batches, &lazy->source);
    if (!list_coordinates(lazy, minibatch, batches.size, (int32_t)done)) break;
    add_gradients(lazy, minibatch, batches.size);
    move_listed(lazy, (int32_t)done);
  }
  for (size_t j = 0; done > 0 && j < columns; j++) {
    coordinate *own = lazy->coordinates + j;
    catch_up(lazy, j, (int32_t)done);
    if (is_shared) {
      noise[j] = normal(lazy);
      own->position += scale * noise[j];
    }
    chain->position[j] = own->position;
  }
  *(xoshiro256pp *)chain->generator->state = lazy->source.fast;
  chain->minibatches = batches;
  return done;
}

size_t cpk_take_sparse_steps(const cpk_sparse_model *model, const cpk_scheme *scheme, cpk_chain *chain, size_t steps) {
  if (!is_fast(chain->generator) || chain->trace) return 0;
  if (steps > MOST_STEPS) steps = MOST_STEPS;
  const size_t columns = model->regression.columns;
  lazy_chain lazy = {.model = model, .scheme = scheme, .next_normal = NORMALS};
  lazy.source.fast = copied(chain->generator->state);
  lazy.source.generator = chain->generator;
  lazy.coordinates = malloc(columns * sizeof *lazy.coordinates);
  lazy.listed = malloc(columns * sizeof *lazy.listed);
  lazy.idle = malloc((steps + 1) * sizeof *lazy.idle);
  const size_t taken = lazy.coordinates && lazy.listed && lazy.idle ? take_steps(&lazy, chain, steps) : 0;
  free(lazy.coordinates);
  free(lazy.listed);
  free(lazy.idle);
  return taken;
}
