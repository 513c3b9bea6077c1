// Runs of model programs with scratch memory of their own.
#include "CPosteriorKernels.h"

#include <pthread.h>
#include <stdlib.h>

// A few sizes on the stack, so that a small program does not touch pages for a large one.
#define SMALL 1024
#define LARGE 16384

#define ON_STACK(SIZE)                                                                               \
  static __attribute__((noinline)) int run_in_##SIZE(const cpk_program *program, const double *position, \
                                                     const int32_t *examples, size_t count, double scale, \
                                                     int mode, double *result) {                     \
    _Alignas(64) double scratch[SIZE];                                                               \
    return cpk_run_program(program, position, examples, count, scale, mode, result, scratch);        \
  }
ON_STACK(SMALL)
ON_STACK(LARGE)

// A thread's scratch memory, which grows to the largest program that it runs and goes with the thread.
typedef struct {
  double *values;
  size_t count;
} thread_scratch;

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void free_scratch(void *pointer) {
  thread_scratch *scratch = pointer;
  free(scratch->values);
  free(scratch);
}

static void make_key(void) {
  if (pthread_key_create(&key, free_scratch) != 0) abort();
}

static double *scratch_of_thread(size_t count) {
  pthread_once(&once, make_key);
  thread_scratch *scratch = pthread_getspecific(key);
  if (!scratch) {
    scratch = calloc(1, sizeof *scratch);
    if (!scratch || pthread_setspecific(key, scratch) != 0) abort();
  }
  if (scratch->count < count) {
    free(scratch->values);
    scratch->count = (count + 7) / 8 * 8;
    scratch->values = aligned_alloc(64, scratch->count * sizeof(double));
    if (!scratch->values) abort();
  }
  return scratch->values;
}

int cpk_run(const cpk_program *program, const double *position, const int32_t *examples, size_t count, double scale,
            int mode, double *result) {
  if (program->scratch <= SMALL) return run_in_SMALL(program, position, examples, count, scale, mode, result);
  if (program->scratch <= LARGE) return run_in_LARGE(program, position, examples, count, scale, mode, result);
  return cpk_run_program(program, position, examples, count, scale, mode, result, scratch_of_thread(program->scratch));
}
