// Passes over all rows of a program, in chunks whose sums are added in order.
//
// The rows of a chunk follow from the program alone, and not from the threads that share the chunks: so the bits of a
// sum are the same on any number of them. Each thread has a copy of the scratch memory, and takes chunks until none is
// left.
#include "program_chunks.h"

#include "thread_pool.h"

#include <stdatomic.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define LEAST_ROWS 2048
#define MOST_CHUNKS 64

size_t chunk_rows(size_t all, size_t sum_count) {
  size_t rows = (all + MOST_CHUNKS - 1) / MOST_CHUNKS;
  if (rows < LEAST_ROWS) rows = LEAST_ROWS;
  // So that adding a chunk's sums is little against making them.
  if (rows < 4 * sum_count) rows = 4 * sum_count;
  return (rows + 63) / 64 * 64;
}

size_t cpk_chunk_rows(const cpk_program *program, const cpk_stage *stage) {
  return chunk_rows(program->rows, (size_t)stage->sum_count);
}

typedef struct {
  const cpk_program *program;
  size_t stage;
  const cpk_arguments *arguments;
  const double *scratch;
  // The sums of each chunk.
  double *sums;
  size_t chunks;
  atomic_size_t next;
} chunk_work;

static void run_chunk(const chunk_work *work, size_t chunk, double *scratch) {
  const cpk_stage *stage = work->program->stages + work->stage;
  const size_t sum_bytes = (size_t)stage->sum_count * sizeof(double);
  const size_t rows = cpk_chunk_rows(work->program, stage), first = chunk * rows;
  const size_t rest = work->program->rows - first;
  memset(scratch + stage->sums, 0, sum_bytes);
  cpk_run_stage(work->program, work->stage, work->arguments, first, rest < rows ? rest : rows, scratch);
  memcpy(work->sums + chunk * (size_t)stage->sum_count, scratch + stage->sums, sum_bytes);
}

static void take_chunks(void *context) {
  chunk_work *work = context;
  size_t chunk = atomic_fetch_add(&work->next, 1);
  if (chunk >= work->chunks) return;
  double *scratch = thread_memory(CHUNK_MEMORY, work->program->scratch);
  memcpy(scratch, work->scratch, work->program->scratch * sizeof(double));
  for (; chunk < work->chunks; chunk = atomic_fetch_add(&work->next, 1)) run_chunk(work, chunk, scratch);
}

void run_chunks(const cpk_program *program, size_t stage, const cpk_arguments *arguments, double *scratch) {
  const cpk_stage *own = program->stages + stage;
  const size_t rows = cpk_chunk_rows(program, own), sum_count = (size_t)own->sum_count;
  chunk_work work = {program, stage, arguments, scratch, 0, (program->rows + rows - 1) / rows, 0};
  work.sums = thread_memory(SUM_MEMORY, work.chunks * sum_count);
  if (arguments->threads > 1) {
    run_on_threads(arguments->threads < work.chunks ? arguments->threads : work.chunks, take_chunks, &work);
  } else {
    for (size_t chunk = 0; chunk < work.chunks; chunk++) run_chunk(&work, chunk, scratch);
  }
  double *sums = scratch + own->sums;
  memcpy(sums, work.sums, sum_count * sizeof(double));
  for (size_t chunk = 1; chunk < work.chunks; chunk++)
    for (size_t i = 0; i < sum_count; i++) sums[i] += work.sums[chunk * sum_count + i];
}
