// Runs of model programs with scratch memory of their own.
#include "program_chunks.h"

#include <pthread.h>
#include <stdlib.h>

// A few sizes on the stack, so that a small program does not touch pages for a large one.
#define SMALL 1024
#define LARGE 16384

#define ON_STACK(SIZE)                                                                                        \
  static __attribute__((noinline)) int run_in_##SIZE(const cpk_program *program, const cpk_arguments *arguments, \
                                                     int mode, double *result) {                              \
    _Alignas(64) double scratch[SIZE];                                                                        \
    return cpk_run_program(program, arguments, mode, result, scratch);                                        \
  }
ON_STACK(SMALL)
ON_STACK(LARGE)

typedef struct {
  double *values;
  size_t count;
} memory;

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void free_memories(void *pointer) {
  memory *memories = pointer;
  for (int kind = 0; kind < THREAD_MEMORIES; kind++) free(memories[kind].values);
  free(memories);
}

static void make_key(void) {
  if (pthread_key_create(&key, free_memories) != 0) abort();
}

double *thread_memory(int kind, size_t count) {
  pthread_once(&once, make_key);
  memory *memories = pthread_getspecific(key);
  if (!memories) {
    memories = calloc(THREAD_MEMORIES, sizeof *memories);
    if (!memories || pthread_setspecific(key, memories) != 0) abort();
  }
  memory *own = memories + kind;
  if (own->count < count) {
    free(own->values);
    own->count = (count + 7) / 8 * 8;
    own->values = aligned_alloc(64, own->count * sizeof(double));
    if (!own->values) abort();
  }
  return own->values;
}

int cpk_run(const cpk_program *program, const cpk_arguments *arguments, int mode, double *result) {
  if (program->scratch <= SMALL) return run_in_SMALL(program, arguments, mode, result);
  if (program->scratch <= LARGE) return run_in_LARGE(program, arguments, mode, result);
  return cpk_run_program(program, arguments, mode, result, thread_memory(PROGRAM_MEMORY, program->scratch));
}
