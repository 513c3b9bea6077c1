// Says what a program was at when it was stopped.
#ifndef CRASH_REPORT_H
#define CRASH_REPORT_H

#include <stdint.h>

// Writes `words` and the number of the last crash_report_at to standard error when a signal ends the program, or when
// there was no other number for `seconds`. The words are kept, not copied. The calling thread may run out of its stack.
void crash_report_install(const char *words, unsigned seconds);
// Says what the program is at.
void crash_report_at(int64_t number);

#endif
