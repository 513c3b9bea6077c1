// Steps of a chain on a model's program, many in one loop: see vector_steps.h.
#include "program_chunks.h"
#include "vector_steps.h"

typedef struct {
  const cpk_program *program;
  cpk_arguments arguments;
  double *scratch;
} run;

static const double *gradient_of_program(void *model, const int32_t *examples, UNUSED const double *position) {
  run *of = model;
  of->arguments.examples = examples;
  return run_stages(of->program, &of->arguments, of->scratch);
}

size_t cpk_take_program_steps(const cpk_program *program, const cpk_scheme *scheme, cpk_chain *chain, size_t steps) {
  const size_t size = chain->minibatches.size;
  run of = {program, {chain->position, 0, size, (double)chain->minibatches.count / (double)size, 1},
            thread_memory(PROGRAM_MEMORY, program->scratch)};
  // The program's result is that of the log density.
  cpk_scheme upwards = *scheme;
  upwards.drift = -upwards.drift;
  return take_vector_steps(gradient_of_program, &of, (size_t)program->result_count, &upwards, chain, steps);
}
