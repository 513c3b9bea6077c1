// Counts the heap allocations of the calling thread, by standing between the program and glibc's malloc.
#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

// Whether allocations are counted: on glibc, and where no sanitizer has put its own malloc there.
bool allocation_counter_is_available(void);
// The allocations and reallocations of this thread so far.
int64_t allocation_count(void);
// Sets the peak of this thread's memory to what it holds now.
void allocation_peak_begin(void);
// The most bytes that this thread has held at a time since then, beyond those that it held before.
int64_t allocation_peak(void);

#endif
