// Programs of models: an expression for each example, and what depends on no example before and after it.
//
// Stages run one after another. One over examples runs all of its instructions on a block of 64, then on the next:
// registers stay in the first cache, and an instruction's cost is spread over a block.
#include "program_elementwise.h"
#include "program_examples.h"
#include "program_vectors.h"

#include <stdlib.h>

#pragma STDC FP_CONTRACT OFF

INLINE const double *values_at(const cpk_operand *operand, const double *const memories[CPK_MEMORIES]) {
  return memories[operand->memory] + operand->place;
}

INLINE const int32_t *places_at(const cpk_operand *operand, const double *const memories[CPK_MEMORIES],
                                const int32_t *places) {
  return operand->memory == CPK_PLACES ? places + operand->place : (const int32_t *)values_at(operand, memories);
}

INLINE void run_stage(const cpk_program *program, const run_context *run, const cpk_instruction *instruction,
                      const cpk_instruction *end, const example_block *block, size_t first) {
  const double *const memories[CPK_MEMORIES] = {run->scratch, program->constants, program->columns + first, 0};
  const int32_t *places = program->places + first;
  for (; instruction < end; instruction++) {
    const strided a = {values_at(&instruction->a, memories), 8 * (size_t)instruction->a.varies};
    if (instruction->code < CPK_ELEMENTWISE_COUNT) {
      const strided b = {values_at(&instruction->b, memories), 8 * (size_t)instruction->b.varies};
      const strided c = {values_at(&instruction->c, memories), 8 * (size_t)instruction->c.varies};
      const size_t count = instruction->count > 0 ? (size_t)instruction->count : block->vectors;
      apply_to_lanes(instruction->code, a, b, c, run->scratch + instruction->to, count);
    } else if (instruction->code < CPK_LOAD || instruction->code >= CPK_FINISH_SUM) {
      run_vector_instruction(run, instruction, a.values, values_at(&instruction->b, memories),
                             places_at(&instruction->b, memories, places));
    } else {
      const strided b = {values_at(&instruction->b, memories), 8 * (size_t)instruction->b.varies};
      run_block_instruction(block, instruction, a, b,
                            places_at(&instruction->b, memories, places), run->scratch + instruction->to);
    }
  }
}

INLINE int are_rows(const int32_t *examples, size_t count, size_t rows) {
  uint32_t most = 0;
  for (size_t i = 0; i < count; i++) most = (uint32_t)examples[i] > most ? (uint32_t)examples[i] : most;
  return count == 0 || most < rows;
}

INLINE int cpk_run_program_body(const cpk_program *program, const double *position, const int32_t *examples,
                                size_t count, double scale, int mode, double *result, double *scratch) {
  if (examples) {
    if (!are_rows(examples, count, program->rows)) return 0;
  } else {
    count = program->rows;
  }
  const run_context run = {position, scratch, scale, (double)count};
  example_block block;
  const cpk_instruction *instruction = program->instructions;
  for (size_t s = 0; s < program->stage_count; s++) {
    const cpk_instruction *end = program->instructions + program->stages[s].end;
    const size_t over = program->stages[s].over_examples ? count : 1;
    for (size_t first = 0; first < over; first += EXAMPLES_IN_BLOCK) {
      if (program->stages[s].over_examples) {
        const size_t here = count - first < EXAMPLES_IN_BLOCK ? count - first : EXAMPLES_IN_BLOCK;
        fill_block(&block, program, examples, first, here);
      }
      run_stage(program, &run, instruction, end, &block, first);
    }
    instruction = end;
  }
  const double *values = scratch + program->result;
  for (size_t i = 0; i < (size_t)program->result_count; i++) {
    if (mode == CPK_SET) result[i] = values[i];
    if (mode == CPK_SET_NEGATIVE) result[i] = -values[i];
    if (mode == CPK_ADD_RESULT) result[i] += values[i];
  }
  return 1;
}

DISPATCH(int, cpk_run_program,
         (const cpk_program *program, const double *position, const int32_t *examples, size_t count, double scale,
          int mode, double *result, double *scratch),
         (program, position, examples, count, scale, mode, result, scratch))

INLINE void cpk_apply_body(int code, const double *a, const double *b, const double *c, double *to, size_t count) {
  double x[8], y[8], z[8], values[8];
  for (size_t first = 0; first < count; first += 8) {
    const size_t here = count - first < 8 ? count - first : 8;
    for (size_t i = 0; i < 8; i++) {
      const size_t k = first + (i < here ? i : here - 1);
      x[i] = a[k];
      y[i] = b ? b[k] : 0;
      z[i] = c ? c[k] : 0;
    }
    apply_to_lanes(code, (strided){x, 0}, (strided){y, 0}, (strided){z, 0}, values, 1);
    for (size_t i = 0; i < here; i++) to[first + i] = values[i];
  }
}

DISPATCH(void, cpk_apply, (int code, const double *a, const double *b, const double *c, double *to, size_t count),
         (code, a, b, c, to, count))
