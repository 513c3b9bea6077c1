// The inner loops that are written in C: random bits by the buffer, and GSL's error text.
#ifndef C_POSTERIOR_KERNELS_H
#define C_POSTERIOR_KERNELS_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>

/* Errors (errors.c) */

// Replaces GSL's default handler, which aborts the process, by one that keeps the reason for the calling thread.
void cpk_install_error_handler(void);
// The reason GSL gave for this thread's last error; never NULL.
const char *cpk_last_error_reason(void);

/* Instruction sets (dispatch.c) */

// Kernels run on the machine's best instruction set: 0 the compiler's default, 1 AVX2, 2 AVX-512. This limits them to `most`, and
// returns what is used then. Results are the same bits on all; it is there so that tests can say so.
int cpk_use_instructions(int most);

/* Generators (xoshiro256pp.c) */

// xoshiro256++ (Blackman & Vigna 2021) as a GSL generator: 64 bits a word, period 2^256 - 1.
const gsl_rng_type *cpk_rng_xoshiro256pp(void);
// Sets all 256 bits of a xoshiro256++ generator's state; they must not all be zero.
void cpk_rng_set_xoshiro256pp(gsl_rng *generator, const uint64_t state[4]);

/* Buffers (fills.c, ziggurat.c): any generator with a range of 32 or 64 full bits */

uint64_t cpk_next_bits(gsl_rng *generator);
// Uniform on the open interval (0, 1): the 2^52 odd multiples of 2^-53.
void cpk_fill_uniform(gsl_rng *generator, double *buffer, size_t count);
// Standard normals by a 256-layer ziggurat whose magnitudes have 53 bits.
void cpk_fill_normal(gsl_rng *generator, double *buffer, size_t count);
// Indices drawn independently and uniformly from 0 ..< bound.
void cpk_fill_indices(gsl_rng *generator, int32_t *buffer, size_t count, uint32_t bound);
// Fisher–Yates, stopped after `chosen` places: those places then hold a uniformly random ordered subset.
void cpk_shuffle_prefix(gsl_rng *generator, int32_t *items, size_t count, size_t chosen);

/* Elementary functions (elementary.c): of every one of `count` values, in place */

void cpk_exp(double *values, size_t count);
void cpk_tanh(double *values, size_t count);
// 1/(1 + e^-x).
void cpk_logistic(double *values, size_t count);

/* Vectors of at least eight elements (long_vectors.c) */

double cpk_dot(const double *a, const double *b, size_t count);
// sum += scale * vector; the two do not overlap.
void cpk_add_scaled(double *sum, double scale, const double *vector, size_t count);

/* Gradients (linear_gradient.c) */

// gradient += scale * sum over the examples of row * (response - row . position), for a row-major design. The examples
// are the first `count` rows where `examples` is NULL.
void cpk_add_linear_gradient(const double *design, size_t columns, const double *responses, const int32_t *examples,
                             size_t count, const double *position, double scale, double *gradient);

/* Passes over rows of a design (design_rows.c): row-major, the examples' indices being inside it */

// predictors[i] = row examples[i] . position. `ahead` more examples stand behind the `count`: as many of their rows are prefetched
// as there are here.
void cpk_linear_predictors(const double *design, size_t rows, size_t columns, const int32_t *examples, size_t count,
                           size_t ahead, const double *position, double *predictors);
// gradient += sum of weights[i] * row examples[i].
void cpk_add_weighted_rows(const double *design, size_t rows, size_t columns, const int32_t *examples, size_t count,
                           size_t ahead, const double *weights, double *gradient);

/* Networks (tanh_network.c): one hidden tanh layer, the examples' indices being inside the row-major design */

// Doubles of scratch memory for a network of D inputs, H hidden units and K outputs: this times (D + H + K)…
#define CPK_NETWORK_WIDTH 16
// … or none where D + H + K is at most this.
#define CPK_NETWORK_ROOM 64
// gradient += scale * sum over the examples of (response - f) grad f, for a network of one output.
void cpk_add_tanh_regression_gradient(const double *design, size_t inputs, size_t hidden, const double *responses,
                                      const int32_t *examples, size_t count,
                                      const double *position, double scale, double *gradient, double *scratch);
// gradient += scale * sum over the examples of grad ln P(label), of outputs + 1 classes of which the first has the logit 0.
void cpk_add_tanh_classifier_gradient(const double *design, size_t inputs, size_t hidden, size_t outputs,
                                      const long *labels, const int32_t *examples, size_t count,
                                      const double *position, double scale, double *gradient, double *scratch);

#endif
