// Threads that share a piece of work of some microseconds with the calling one.
//
// A thread that has finished looks out for more during some microseconds, as a chain's next gradient comes soon, and
// sleeps then. Nobody waits for a sleeping thread to come: the work is over when it is done.
#include "thread_pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>

#if defined(__x86_64__)
#define PAUSE() __builtin_ia32_pause()
#else
#define PAUSE() atomic_signal_fence(memory_order_seq_cst)
#endif

// How often a thread looks before it sleeps, and a caller before it lets others run: some 20 µs.
#define LOOKS 1000

// One piece of work at a time.
static atomic_flag is_taken = ATOMIC_FLAG_INIT;
static void (*current_work)(void *);
static void *current_context;
// Places that are free in the high half, threads that are at work in the low one.
static atomic_uint_fast64_t places;
#define ONE_FREE ((uint_fast64_t)1 << 32)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static atomic_size_t sleepers;
static size_t thread_count;

static int is_free(void) { return atomic_load(&places) >= ONE_FREE; }

static int take_place(void) {
  uint_fast64_t now = atomic_load(&places);
  while (now >= ONE_FREE)
    if (atomic_compare_exchange_weak(&places, &now, now - ONE_FREE + 1)) return 1;
  return 0;
}

static void wait_for_place(void) {
  for (int i = 0; i < LOOKS; i++) {
    if (is_free()) return;
    PAUSE();
  }
  pthread_mutex_lock(&lock);
  atomic_fetch_add(&sleepers, 1);
  while (!is_free()) pthread_cond_wait(&wake, &lock);
  atomic_fetch_sub(&sleepers, 1);
  pthread_mutex_unlock(&lock);
}

static void *live(void *unused) {
  for (;;) {
    wait_for_place();
    if (!take_place()) continue;
    current_work(current_context);
    atomic_fetch_sub(&places, 1);
  }
  return unused;
}

// Makes threads that are missing, without signals: those are the caller's.
static void make_threads(size_t count) {
  sigset_t all, before;
  if (thread_count >= count) return;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (thread_count < count) {
    pthread_t thread;
    if (pthread_create(&thread, 0, live, 0) != 0) break;
    pthread_detach(thread);
    thread_count += 1;
  }
  pthread_sigmask(SIG_SETMASK, &before, 0);
}

void run_on_threads(size_t threads, void (*work)(void *context), void *context) {
  if (threads < 2 || atomic_flag_test_and_set(&is_taken)) return work(context);
  make_threads(threads - 1);
  current_work = work;
  current_context = context;
  atomic_store(&places, (threads - 1) * ONE_FREE);
  if (atomic_load(&sleepers) > 0) {
    pthread_mutex_lock(&lock);
    pthread_cond_broadcast(&wake);
    pthread_mutex_unlock(&lock);
  }
  work(context);
  // Nobody comes any more; those who came finish.
  atomic_fetch_and(&places, ONE_FREE - 1);
  for (int i = 0; atomic_load(&places) != 0; i++)
    if (i < LOOKS) PAUSE();
    else sched_yield();
  atomic_flag_clear(&is_taken);
}
