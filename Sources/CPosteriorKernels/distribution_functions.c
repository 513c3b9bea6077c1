// Distribution functions that have no closed form, by GSL.
#include "CPosteriorKernels.h"
#include "plain_functions.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <pthread.h>

// GSL's own handler ends the program, also where a number is only too small.
static pthread_once_t once = PTHREAD_ONCE_INIT;

double plain_gamma_cdf(double x, double shape) {
  if (!(x > 0) || !(shape > 0) || isinf(shape)) return x == 0 && shape > 0 ? 0 : NAN;
  if (isinf(x)) return 1;
  pthread_once(&once, cpk_install_error_handler);
  gsl_sf_result result = {0, 0};
  gsl_sf_gamma_inc_P_e(shape, x, &result);
  return result.val;
}

double plain_gamma_tail(double x, double shape) {
  if (!(x > 0) || !(shape > 0) || isinf(shape)) return x == 0 && shape > 0 ? 1 : NAN;
  if (isinf(x)) return 0;
  pthread_once(&once, cpk_install_error_handler);
  gsl_sf_result result = {0, 0};
  gsl_sf_gamma_inc_Q_e(shape, x, &result);
  return result.val;
}

// Half of the incomplete beta function I(ν/2, 1/2) at ν/(ν + z²) is the tail beyond |z|, and half of I(1/2, ν/2)
// at z²/(ν + z²) what lies between 0 and |z|.
double plain_student_cdf(double z, double degrees) {
  if (isnan(z) || !(degrees > 0) || isinf(degrees)) return NAN;
  if (isinf(z)) return z > 0;
  pthread_once(&once, cpk_install_error_handler);
  gsl_sf_result result = {0, 0};
  const double square = z * z;
  if (square < 1) {
    gsl_sf_beta_inc_e(0.5, 0.5 * degrees, square / (degrees + square), &result);
    return z < 0 ? 0.5 * (1 - result.val) : 0.5 * (1 + result.val);
  }
  gsl_sf_beta_inc_e(0.5 * degrees, 0.5, isinf(square) ? 0 : degrees / (degrees + square), &result);
  return z < 0 ? 0.5 * result.val : 1 - 0.5 * result.val;
}
