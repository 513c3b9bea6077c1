// Memory in pages of 2 MB, where the system has them. A row anywhere in some hundred megabytes then is found at once:
// tables of small pages are larger than what a processor keeps of them, and are themselves read from memory.
#define _GNU_SOURCE
#include "CPosteriorKernels.h"

#if defined(__linux__)
#include <sys/mman.h>

// Linux 6.1, which older headers do not know.
#define COLLAPSE 25
#define LARGE_PAGE ((uintptr_t)1 << 21)

void cpk_use_large_pages(const void *start, size_t bytes, int is_filled) {
  const uintptr_t first = ((uintptr_t)start + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);
  const uintptr_t end = ((uintptr_t)start + bytes) & ~(LARGE_PAGE - 1);
  // Fewer pages would make no difference. A system that has none of the large ones says so, and nothing changes.
  if (end >= first + 2 * LARGE_PAGE) madvise((void *)first, end - first, is_filled ? COLLAPSE : MADV_HUGEPAGE);
}
#else
void cpk_use_large_pages(const void *start, size_t bytes, int is_filled) {
  (void)start, (void)bytes, (void)is_filled;
}
#endif
