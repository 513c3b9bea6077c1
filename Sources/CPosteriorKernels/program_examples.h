// The instructions of model programs over a block of examples.
//
// Registers hold a block's values by eight; behind the last example its values are repeated, and sums leave them out.
#ifndef PROGRAM_EXAMPLES_H
#define PROGRAM_EXAMPLES_H

#include "program_elementwise.h"
#include "program_products.h"

#pragma STDC FP_CONTRACT OFF

// A block of examples; returns whether all are rows.
INLINE int fill_block(example_block *block, const cpk_program *program, const int32_t *examples, size_t first,
                      size_t count) {
  block->count = count;
  block->vectors = (count + 7) / 8;
  if (!examples && !program->packed) return 1;
  const size_t stride = program->packed ? program->stride : 0;
  uint32_t most = 0;
  // One by one: a loop for both cases would be made of masked reads, of which those at no address are very slow, and
  // examples that have just been chosen one by one would be waited for.
  if (examples) {
#pragma clang loop vectorize(disable)
    for (size_t i = 0; i < count; i++) {
      const uint32_t example = (uint32_t)examples[first + i];
      most = example > most ? example : most;
      block->rows[i] = program->packed + stride * (size_t)example;
    }
  } else {
#pragma clang loop vectorize(disable)
    for (size_t i = 0; i < count; i++) block->rows[i] = program->packed + stride * (first + i);
  }
  for (size_t i = count; i < 8 * block->vectors; i++) block->rows[i] = block->rows[count - 1];
  return most < program->rows;
}

INLINE void add_register(const example_block *block, const double *a, size_t stride, double *to) {
  const size_t whole = block->count / 8, rest = block->count % 8;
  lanes sum = LOAD_LANES(to);
  for (size_t i = 0; i < whole; i++) sum += LOAD_LANES(a + i * stride);
  if (rest > 0) {
    lane_bits counted;
    first_lanes(rest, &counted);
    sum += (lanes)((lane_bits)LOAD_LANES(a + whole * stride) & counted);
  }
  STORE_LANES(to, sum);
}

INLINE void add_products(const example_block *block, const double *a, size_t stride_a, const double *b, size_t stride_b,
                         double *to) {
  const size_t whole = block->count / 8, rest = block->count % 8;
  lanes sum = LOAD_LANES(to);
  for (size_t i = 0; i < whole; i++) sum += LOAD_LANES(a + i * stride_a) * LOAD_LANES(b + i * stride_b);
  if (rest > 0) {
    lane_bits counted;
    first_lanes(rest, &counted);
    const lanes product = LOAD_LANES(a + whole * stride_a) * LOAD_LANES(b + whole * stride_b);
    sum += (lanes)((lane_bits)product & counted);
  }
  STORE_LANES(to, sum);
}

// Four numbers of each row, four rows at a time, to registers one after another.
INLINE void load_four(const example_block *block, size_t first, double *to) {
  for (size_t i = 0; i < 8 * block->vectors; i += 4) {
    const double *const *rows = block->rows + i;
    const four_lanes a = *(const unaligned_four_lanes *)(rows[0] + first);
    const four_lanes b = *(const unaligned_four_lanes *)(rows[1] + first);
    const four_lanes c = *(const unaligned_four_lanes *)(rows[2] + first);
    const four_lanes d = *(const unaligned_four_lanes *)(rows[3] + first);
    const four_lanes p = __builtin_shufflevector(a, b, 0, 4, 2, 6), q = __builtin_shufflevector(a, b, 1, 5, 3, 7);
    const four_lanes r = __builtin_shufflevector(c, d, 0, 4, 2, 6), s = __builtin_shufflevector(c, d, 1, 5, 3, 7);
    STORE_FOUR(to + i, __builtin_shufflevector(p, r, 0, 1, 4, 5));
    STORE_FOUR(to + i + EXAMPLES_IN_BLOCK, __builtin_shufflevector(q, s, 0, 1, 4, 5));
    STORE_FOUR(to + i + 2 * EXAMPLES_IN_BLOCK, __builtin_shufflevector(p, r, 2, 3, 6, 7));
    STORE_FOUR(to + i + 3 * EXAMPLES_IN_BLOCK, __builtin_shufflevector(q, s, 2, 3, 6, 7));
  }
}

// Where `varies` is 0, one value for all.
INLINE void scatter(const example_block *block, const double *a, size_t varies, const int32_t *places, double *to) {
  if (varies) {
    for (size_t i = 0; i < block->count; i++) to[places[i]] += a[i];
  } else {
    for (size_t i = 0; i < block->count; i++) to[places[i]] += *a;
  }
}

typedef int32_t eight_places __attribute__((ext_vector_type(8), aligned(4)));

INLINE int are_equal(const int32_t *places) {
  const eight_places all = *(const eight_places *)places;
  return __builtin_reduce_and(all == places[0]) != 0;
}

// Where eight places are equal, their element is read once.
INLINE void gather_runs(const example_block *block, const double *a, const int32_t *places, double *to) {
  for (size_t i = 0; i < 8 * block->vectors; i += 8) {
    if (are_equal(places + i)) {
      STORE_LANES(to + i, (lanes)a[places[i]]);
    } else {
      for (size_t k = i; k < i + 8; k++) to[k] = a[places[k]];
    }
  }
}

// A sum of eight lanes runs on while eight places are equal, and is added to their element once: an addition to the
// same element each time would wait for it to be written.
INLINE void scatter_runs(const example_block *block, const double *a, size_t stride, const int32_t *places,
                         double *to) {
  const size_t whole = block->count / 8;
  const size_t varies = stride != 0;
  lanes sum = 0;
  int32_t place = places[0];
  for (size_t i = 0; i < whole; i++) {
    const int32_t *own = places + 8 * i;
    if (!are_equal(own)) {
      for (size_t k = 0; k < 8; k++) to[own[k]] += a[(8 * i + k) * varies];
      continue;
    }
    if (own[0] != place) {
      to[place] += sum_of_lanes(&sum);
      sum = 0;
      place = own[0];
    }
    sum += LOAD_LANES(a + i * stride);
  }
  to[place] += sum_of_lanes(&sum);
  for (size_t i = 8 * whole; i < block->count; i++) to[places[i]] += a[i * varies];
}

INLINE void run_block_instruction(const example_block *block, const cpk_instruction *instruction, strided a, strided b,
                                  const int32_t *places, double *to) {
  const size_t other = (size_t)instruction->other, length = (size_t)instruction->length;
  const size_t varies = a.stride != 0, all = 8 * block->vectors;
  switch (instruction->code) {
    case CPK_LOAD:
      for (size_t i = 0; i < all; i++) to[i] = block->rows[i][other];
      return;
    case CPK_LOAD_FOUR: return load_four(block, other, to);
    case CPK_CONVERT_PLACES: {
      int32_t *codes = (int32_t *)to;
      for (size_t i = 0; i < all; i++) codes[i] = (int32_t)a.values[i];
      return;
    }
    case CPK_LOAD_PLACES: {
      int32_t *codes = (int32_t *)to;
      for (size_t i = 0; i < all; i++) codes[i] = (int32_t)block->rows[i][other];
      return;
    }
    case CPK_ROW_GATHER:
      for (size_t i = 0; i < all; i++) to[i] = a.values[places[i]];
      return;
    case CPK_ROW_GATHER_RUNS: return gather_runs(block, a.values, places, to);
    case CPK_ROW_SUM: return add_register(block, a.values, a.stride, to);
    case CPK_ROW_DOT: return add_products(block, a.values, a.stride, b.values, b.stride, to);
    case CPK_ROW_SCATTER: return scatter(block, a.values, varies, places, to);
    case CPK_ROW_SCATTER_RUNS: return scatter_runs(block, a.values, a.stride, places, to);
    case CPK_PRODUCT: return product(block, other, length, b.values, to);
    case CPK_PRODUCT_SUM: return product_sum(block, other, length, a.values, varies, to);
    case CPK_PRODUCT_TWICE: return product_twice(block, other, b.values, to);
    default: return;
  }
}

#endif
