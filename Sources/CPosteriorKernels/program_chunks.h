// Passes over all rows of a program in chunks, and memory for them.
#ifndef PROGRAM_CHUNKS_H
#define PROGRAM_CHUNKS_H

#include "CPosteriorKernels.h"

// The number of rows in a chunk, of so many rows that are added up to `sum_count` numbers.
size_t chunk_rows(size_t all, size_t sum_count);

// A stage of a program over all rows. The scratch memory is that of the stages before it, and gets the sums.
void run_chunks(const cpk_program *program, size_t stage, const cpk_arguments *arguments, double *scratch);

// A stage over `count` examples from `first` on, or once from `first` = 0 on where it is none over examples. Returns
// whether all examples are rows.
int cpk_run_stage(const cpk_program *program, size_t stage, const cpk_arguments *arguments, size_t first, size_t count,
                  double *scratch);

// All stages of a program. Returns where its result is, or NULL where an example is not a row.
const double *run_stages(const cpk_program *program, const cpk_arguments *arguments, double *scratch);

// The calling thread's memory of a kind, at a multiple of 64 bytes. It grows to the most that is asked of it, and goes
// with the thread.
enum { PROGRAM_MEMORY, CHUNK_MEMORY, SUM_MEMORY, THREAD_MEMORIES };
double *thread_memory(int kind, size_t count);

#endif
