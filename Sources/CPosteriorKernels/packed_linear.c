// Linear regression on up to seven columns: the innermost loop of the samplers on small models, where a step is so
// short that each of its instructions counts.
//
// An example is one vector, its row and its response side by side and zeros behind them: with the position and −1 in
// another, −residual is the sum of the lanes of their product. Four examples at a time share the folding of their
// lanes.
#include "packed_steps.h"

typedef double two_lanes __attribute__((ext_vector_type(2)));

// Each in the order ((0 + 4) + (1 + 5)) + ((2 + 6) + (3 + 7)).
INLINE void sums_of_lanes(four_lanes *sums, const lanes *a, const lanes *b, const lanes *c, const lanes *d) {
  const four_lanes p = a->lo + a->hi, q = b->lo + b->hi, r = c->lo + c->hi, s = d->lo + d->hi;
  const four_lanes pq = __builtin_shufflevector(p, q, 0, 4, 2, 6) + __builtin_shufflevector(p, q, 1, 5, 3, 7);
  const four_lanes rs = __builtin_shufflevector(r, s, 0, 4, 2, 6) + __builtin_shufflevector(r, s, 1, 5, 3, 7);
  *sums = __builtin_shufflevector(pq, rs, 0, 1, 4, 5) + __builtin_shufflevector(pq, rs, 2, 3, 6, 7);
}

// Adds row * (row . position - response) of four examples to four sums, `at` being the position with −1 behind it, or
// with 0 where `others` are to be subtracted instead of the responses in the rows.
INLINE void add_four(lanes sums[4], const lanes *at, const lanes *a, const lanes *b, const lanes *c, const lanes *d,
                     const four_lanes *others) {
  const lanes pa = *a * *at, pb = *b * *at, pc = *c * *at, pd = *d * *at;
  four_lanes r;
  sums_of_lanes(&r, &pa, &pb, &pc, &pd);
  if (others) r -= *others;
  sums[0] += *a * r[0];
  sums[1] += *b * r[1];
  sums[2] += *c * r[2];
  sums[3] += *d * r[3];
}

// The same of two examples.
INLINE void add_two(lanes sums[4], const lanes *at, const lanes *a, const lanes *b, const two_lanes *others) {
  const lanes pa = *a * *at, pb = *b * *at;
  const four_lanes p = pa.lo + pa.hi, q = pb.lo + pb.hi;
  const four_lanes pq = __builtin_shufflevector(p, q, 0, 4, 2, 6) + __builtin_shufflevector(p, q, 1, 5, 3, 7);
  two_lanes r = pq.lo + pq.hi;
  if (others) r -= *others;
  sums[0] += *a * r[0];
  sums[1] += *b * r[1];
}

// The sum over a minibatch. Returns whether all examples are rows.
INLINE int sum_examples(lanes *sum, const lanes *at, const double *restrict numbers, size_t rows,
                        const double *restrict responses, const int32_t *restrict examples, size_t count) {
  const lanes *restrict packed = (const lanes *)numbers;
  lanes sums[4] = {0, 0, 0, 0};
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    const uint32_t a = (uint32_t)examples[i], b = (uint32_t)examples[i + 1];
    const uint32_t c = (uint32_t)examples[i + 2], d = (uint32_t)examples[i + 3];
    if (__builtin_expect((a >= rows) | (b >= rows) | (c >= rows) | (d >= rows), 0)) return 0;
    four_lanes others;
    if (responses) others = (four_lanes){responses[a], responses[b], responses[c], responses[d]};
    add_four(sums, at, packed + a, packed + b, packed + c, packed + d, responses ? &others : 0);
  }
  if (i + 2 <= count) {
    const uint32_t a = (uint32_t)examples[i], b = (uint32_t)examples[i + 1];
    if (__builtin_expect((a >= rows) | (b >= rows), 0)) return 0;
    two_lanes others;
    if (responses) others = (two_lanes){responses[a], responses[b]};
    add_two(sums, at, packed + a, packed + b, responses ? &others : 0);
    i += 2;
  }
  if (i < count) {
    const uint32_t a = (uint32_t)examples[i];
    if (__builtin_expect(a >= rows, 0)) return 0;
    const lanes product = packed[a] * *at;
    double r = sum_of_lanes(&product);
    if (responses) r -= responses[a];
    sums[2] += packed[a] * r;
  }
  *sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  return 1;
}

// Behind the position: the response is subtracted, unless numbers noted at an anchor are.
INLINE double behind_position(int anchored) { return anchored ? 0 : -1; }

INLINE int gradient_of(const cpk_packed_model *model, UNUSED size_t columns, int anchored, const lanes *at,
                       const int32_t *restrict examples, size_t count, lanes *gradient) {
  lanes sum;
  if (!sum_examples(&sum, at, model->packed, model->rows, anchored ? model->notes : 0, examples, count)) return 0;
  *gradient = *at * LOAD_LANES(model->precisions) + sum * model->scale - LOAD_LANES(model->offset);
  return 1;
}

PACKED_KERNELS(linear, COLUMN_CASES, DISPATCH_HALF)
