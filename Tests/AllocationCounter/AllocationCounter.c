// Functions of the same names in an executable come before the C library's, also for calls from shared libraries such
// as Swift's runtime. glibc's own are reached under their other names.
#include "AllocationCounter.h"

#include <errno.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

#if defined(__GLIBC__) && !defined(HAS_SANITIZER)

#include <malloc.h>

static _Thread_local int64_t allocations;
// Bytes that this thread has taken and not given back since the peak's beginning, and the most of them at a time.
static _Thread_local int64_t held, peak;

bool allocation_counter_is_available(void) { return true; }
int64_t allocation_count(void) { return allocations; }

void allocation_peak_begin(void) { held = peak = 0; }
int64_t allocation_peak(void) { return peak; }

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

static void *counted(void *memory) {
  allocations++;
  held += (int64_t)malloc_usable_size(memory);
  if (held > peak) peak = held;
  return memory;
}

void *malloc(size_t size) { return counted(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size)); }

void *realloc(void *old, size_t size) {
  int64_t before = (int64_t)malloc_usable_size(old);
  void *memory = __libc_realloc(old, size);
  // What could not be enlarged is still there.
  if (memory != NULL || size == 0) held -= before;
  return counted(memory);
}

void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }

void *aligned_alloc(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  void *memory = counted(__libc_memalign(alignment, size));
  if (memory == NULL) return ENOMEM;
  *result = memory;
  return 0;
}

void free(void *memory) {
  held -= (int64_t)malloc_usable_size(memory);
  __libc_free(memory);
}

#else

bool allocation_counter_is_available(void) { return false; }
int64_t allocation_count(void) { return 0; }

void allocation_peak_begin(void) {}
int64_t allocation_peak(void) { return 0; }

#endif
