// Tells the thread sanitizer of the order that Swift's Mutex makes on Linux. A free Mutex is locked by instructions in
// the caller, which the sanitizer sees. Where a thread waits for another, functions of the Synchronization library do
// it, which are not instrumented: here they are called in between, and what they order is said.
// To be loaded before that library: see .ci/sanitize.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

// The sanitizer's own, absent in programs without it.
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex

static SWIFT void (*lock)(uint32_t thread, SELF);
static SWIFT bool (*tryLock)(SELF);
static SWIFT void (*unlock)(SELF);

SWIFT void ordered_lock(uint32_t thread, SELF) __asm__(LOCK);
SWIFT bool ordered_try_lock(SELF) __asm__(TRY_LOCK);
SWIFT void ordered_unlock(SELF) __asm__(UNLOCK);

__attribute__((constructor)) static void find(void) {
  *(void **)&lock = dlsym(RTLD_NEXT, LOCK);
  *(void **)&tryLock = dlsym(RTLD_NEXT, TRY_LOCK);
  *(void **)&unlock = dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void ordered_lock(uint32_t thread, SELF) {
  lock(thread, mutex);
  if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT bool ordered_try_lock(SELF) {
  bool locked = tryLock(mutex);
  if (locked && __tsan_acquire) __tsan_acquire(mutex);
  return locked;
}

SWIFT void ordered_unlock(SELF) {
  if (__tsan_release) __tsan_release(mutex);
  unlock(mutex);
}
