#include "CrashReport.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static const char *what;
static _Atomic int64_t number;
static int64_t number_at_last_tick = -1;

void crash_report_at(int64_t at) { atomic_store_explicit(&number, at, memory_order_relaxed); }

static void report(const char *end) {
  char text[512];
  int64_t at = atomic_load_explicit(&number, memory_order_relaxed);
  int count = snprintf(text, sizeof text, "\n%s%lld (%s)\n", what, (long long)at, end);
  if (count > 0 && write(STDERR_FILENO, text, count < (int)sizeof text ? (size_t)count : sizeof text)) {}
}

static void on_end(int signal_number) {
  report(signal_number == SIGSEGV || signal_number == SIGBUS ? "memory or the stack" : "a trap");
  // The default action tells the parent process.
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

static void on_tick(int signal_number) {
  (void)signal_number;
  int64_t at = atomic_load_explicit(&number, memory_order_relaxed);
  if (at == number_at_last_tick) {
    report("it does not end");
    _exit(1);
  }
  number_at_last_tick = at;
}

void crash_report_install(const char *words, unsigned seconds) {
  what = words;
  static char stack[1 << 16];
  stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&alternative, NULL);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_end;
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  const int ends[] = {SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSEGV, SIGBUS};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) sigaction(ends[i], &action, NULL);
  action.sa_handler = on_tick;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigaction(SIGALRM, &action, NULL);
  struct itimerval every = {.it_interval = {.tv_sec = seconds}, .it_value = {.tv_sec = seconds}};
  setitimer(ITIMER_REAL, &every, NULL);
}
