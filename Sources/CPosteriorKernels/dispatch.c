// Which instruction set the kernels use.
#include "dispatch.h"

atomic_int cpk_instructions = 0;

static int best_instructions(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw"))
    return 2;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 1;
#endif
  return 0;
}

__attribute__((constructor)) static void choose(void) { cpk_instructions = best_instructions(); }

int cpk_use_instructions(int most) {
  const int best = best_instructions();
  cpk_instructions = most < best ? most : best;
  return cpk_instructions;
}
