// Steps of Langevin dynamics on a regression with a sparse design, at the cost of the minibatch's non-zeros.
//
// While no example of a minibatch has a part in a coordinate, that moves by itself: under Euler's scheme, and a normal
// prior of precision t, as x <- a x + c + s z with a = 1 - eta t, z normal. So k such steps are one draw,
//
//     a^k x + c (1 + a + … + a^(k-1)) + s (1 + a² + … + a^(2(k-1)))^½ z,
//
// with sums that are kept in a table, and need no case for a = 1. Under Leimkuhler and Matthews's scheme the same is
// true of y = x - p z, with p the noise's scale and z the noise that the next step shares: the step takes it to
// a y + c + (1 + a) p z, and z is drawn anew for each. Only the noise that the chain brings with it is known.
#include "chain_steps.h"
#include "sparse_rows.h"

#include <math.h>
#include <stdlib.h>

#pragma STDC FP_CONTRACT OFF

#define MOST_STEPS (1 << 20)
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
  log_terms terms = {0, 1.0};
  for (size_t first = 0; first < count; first += SPARSE_BLOCK) {
    const size_t here = count - first < SPARSE_BLOCK ? count - first : SPARSE_BLOCK;
    double values[SPARSE_BLOCK] = {0};
    size_t rows[SPARSE_BLOCK];
    for (size_t i = 0; i < here; i++) {
      rows[i] = (uint32_t)minibatch[first + i];
      values[i] = sparse_product(&model->regression, rows[i], &chain->coordinates->position, STRIDE);
    }
    sparse_scores(&model->regression, rows, here, values, &terms);
    for (size_t i = 0; i < here; i++) {
      const double score = model->notes ? values[i] - model->notes[rows[i]] : values[i];
      add_sparse_row(&model->regression, rows[i], model->scale * score, &chain->coordinates->gradient, STRIDE);
    }
  }
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
