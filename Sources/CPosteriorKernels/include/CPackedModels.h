// Small models, of at most seven parameters, in the form that fused steps read (packed_linear.c, packed_logistic.c,
// packed_poisson.c, packed_tanh.c).
#ifndef C_PACKED_MODELS_H
#define C_PACKED_MODELS_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>

// grad U = precisions * position - offset + (the gradient of a minibatch's examples).
typedef struct {
  // The first example, at a multiple of 64 bytes, and how many numbers there are from one to the next. A regression's
  // examples are eight numbers each: the row, what the model keeps behind it, and zeros.
  const double *packed;
  size_t stride;
  size_t rows;
  size_t columns;
  // One number for each example, noted at an anchor, or NULL.
  const double *notes;
  // Eight numbers to subtract, zeros behind the columns.
  const double *offset;
  // Added to the examples' predictors, or NULL.
  const double *shifts;
  // Eight numbers, zeros behind the columns.
  const double *precisions;
  double scale;
  // A network's weights in the position: weight k is element (order >> 4k) & 15.
  uint32_t order;
} cpk_packed_model;

// How minibatches are chosen, and from what: `size` of `count` examples each, the next from place `next` of a
// reshuffled epoch. CPK_BACKWARDS takes the minibatches before it as they stand.
enum { CPK_WITH_REPLACEMENT, CPK_FRESH_SUBSETS, CPK_RESHUFFLED_EPOCHS, CPK_BACKWARDS };
typedef struct {
  int order;
  int32_t *examples;
  size_t count;
  size_t size;
  size_t next;
} cpk_minibatches;

// Normals drawn ahead, `columns` a step; the last ones used begin at `place`.
typedef struct {
  double *values;
  size_t count;
  size_t place;
} cpk_noise;

// All of a chain that steps change. The position after each step is written into `trace` unless it is NULL.
typedef struct {
  double *position;
  double *trace;
  gsl_rng *generator;
  cpk_minibatches minibatches;
  cpk_noise noise;
} cpk_chain;

// A step: position <- position + drift * gradient + noise_scale * noise. Where steps share noise, the noise is the last
// step's, and as much of the next one's is added: Leimkuhler and Matthews's scheme.
typedef struct {
  double drift;
  double noise_scale;
  int shares_noise;
} cpk_scheme;

// For each kind of model, the gradient and steps.
//
// The gradient over a minibatch is 0 where an example is not a row, and 1 otherwise.
//
// Steps go on until one is not finite. An epoch must not end before they do. Their number is returned: 0 unless the
// generator is xoshiro256++.
#define CPK_PACKED_KERNELS(NAME)                                                                                   \
  int cpk_set_##NAME##_gradient(const cpk_packed_model *model, const int32_t *examples, size_t count,              \
                                const double *position, double *gradient);                                         \
  size_t cpk_take_##NAME##_steps(const cpk_packed_model *model, const cpk_scheme *scheme, cpk_chain *chain,        \
                                 size_t steps);
// -scale * sum of row * (response - row . position), the response behind the row.
CPK_PACKED_KERNELS(linear)
// scale * sum of row * score, rows and notes having their labels' signs.
CPK_PACKED_KERNELS(logistic)
// scale * sum of row * score, the count behind the row.
CPK_PACKED_KERNELS(poisson)
// scale * sum of the network's gradients, of inputs without rows and responses as notes.
CPK_PACKED_KERNELS(tanh)

#endif
