// GSL reports an error through a handler (which knows the reason) and a status code (which does not): keep the
// reason for each thread, so that the status can be turned into a Swift error that carries it.
#include "CPosteriorKernels.h"

#include <gsl/gsl_errno.h>
#include <stdio.h>

static _Thread_local char last_reason[256];

static void keep_reason(const char *reason, const char *file, int line, int status) {
  (void)file;
  (void)line;
  (void)status;
  snprintf(last_reason, sizeof last_reason, "%s", reason);
}

void cpk_install_error_handler(void) { gsl_set_error_handler(keep_reason); }

const char *cpk_last_error_reason(void) { return last_reason; }
