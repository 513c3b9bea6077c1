// Programs of models: an expression for each example, and what depends on no example before and after it.
//
// Stages run one after another. One over examples runs all of its instructions on a block of 64, then on the next:
// registers stay in the first cache, and an instruction's cost is spread over a block.
#include "program_chunks.h"
#include "program_elementwise.h"
#include "program_examples.h"
#include "program_vectors.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// Of places, which are no doubles, the memory's beginning, which nothing reads.
INLINE const double *values_at(const cpk_operand *operand, const double *const memories[CPK_MEMORIES]) {
  return memories[operand->memory] + (operand->memory == CPK_PLACES ? 0 : operand->place);
}

INLINE const int32_t *places_at(const cpk_operand *operand, const double *const memories[CPK_MEMORIES],
                                const int32_t *places) {
  return operand->memory == CPK_PLACES ? places + operand->place : (const int32_t *)values_at(operand, memories);
}

INLINE void run_stage(const cpk_program *program, const run_context *run, const cpk_instruction *instruction,
                      const cpk_instruction *end, const example_block *block, size_t first) {
  const double *const memories[CPK_MEMORIES] = {run->scratch, program->constants, program->columns + first,
                                                run->scratch};
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
                             values_at(&instruction->c, memories), places_at(&instruction->b, memories, places));
    } else {
      const strided b = {values_at(&instruction->b, memories), 8 * (size_t)instruction->b.varies};
      run_block_instruction(block, instruction, a, b,
                            places_at(&instruction->b, memories, places), run->scratch + instruction->to);
    }
  }
}

INLINE int cpk_run_stage_body(const cpk_program *program, size_t stage, const cpk_arguments *arguments, size_t first,
                              size_t count, double *scratch) {
  const run_context run = {arguments->position, scratch, arguments->scale, (double)arguments->count};
  const cpk_instruction *begin = program->instructions + (stage > 0 ? program->stages[stage - 1].end : 0);
  const cpk_instruction *end = program->instructions + program->stages[stage].end;
  const int over_examples = program->stages[stage].over_examples;
  example_block block;
  const size_t last = over_examples ? first + count : first + 1;
  for (; first < last; first += EXAMPLES_IN_BLOCK) {
    if (over_examples) {
      const size_t here = last - first < EXAMPLES_IN_BLOCK ? last - first : EXAMPLES_IN_BLOCK;
      if (!fill_block(&block, program, arguments->examples, first, here)) return 0;
    }
    run_stage(program, &run, begin, end, &block, first);
  }
  return 1;
}

DISPATCH(int, cpk_run_stage,
         (const cpk_program *program, size_t stage, const cpk_arguments *arguments, size_t first, size_t count,
          double *scratch),
         (program, stage, arguments, first, count, scratch))

const double *run_stages(const cpk_program *program, const cpk_arguments *given, double *scratch) {
  cpk_arguments arguments = *given;
  if (!arguments.examples) arguments.count = program->rows;
  for (size_t s = 0; s < program->stage_count; s++) {
    const cpk_stage *stage = program->stages + s;
    if (stage->over_examples && !arguments.examples && arguments.count > cpk_chunk_rows(program, stage)) {
      run_chunks(program, s, &arguments, scratch);
    } else if (!cpk_run_stage(program, s, &arguments, 0, arguments.count, scratch)) {
      return 0;
    }
  }
  return scratch + program->result;
}

int cpk_run_program(const cpk_program *program, const cpk_arguments *arguments, int mode, double *result,
                    double *scratch) {
  const double *values = run_stages(program, arguments, scratch);
  if (!values) return 0;
  const size_t count = (size_t)program->result_count;
  switch (mode) {
    case CPK_SET: memcpy(result, values, count * sizeof(double)); break;
    case CPK_SET_NEGATIVE:
      for (size_t i = 0; i < count; i++) result[i] = -values[i];
      break;
    default:
      for (size_t i = 0; i < count; i++) result[i] += values[i];
  }
  return 1;
}

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
