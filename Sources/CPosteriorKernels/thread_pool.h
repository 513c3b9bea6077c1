// Threads that share a piece of work of some microseconds with the calling one.
#ifndef THREAD_POOL_H
#define THREAD_POOL_H

#include <stddef.h>

// Calls `work(context)` on the calling thread, and at the same time on up to `threads` - 1 others, as they come.
// Returns when all calls have. The work is shared by the calls themselves, and one of them may do all of it.
//
// Where the threads are busy with another caller's work, there is one call only.
void run_on_threads(size_t threads, void (*work)(void *context), void *context);

#endif
