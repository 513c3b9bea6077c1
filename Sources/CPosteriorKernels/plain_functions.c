#include "plain_functions.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

// The reentrant one: lgamma itself writes a global sign. C libraries have it, and not all of their headers say so.
extern double lgamma_r(double x, int *sign);

double plain_log_gamma(double x) {
  int sign;
  return lgamma_r(x, &sign);
}

// By ψ(1 − x) = ψ(x) + π/tan(πx) for negative numbers, the recurrence up to 10 and the asymptotic series
// (Abramowitz & Stegun 6.3.5, 6.3.7, 6.3.18).
double plain_digamma(double x) {
  const double pi = 3.14159265358979323846;
  if (isinf(x)) return x > 0 ? x : NAN;
  if (x <= 0) return x == floor(x) ? NAN : plain_digamma(1 - x) - pi / tan(pi * (x - floor(x)));
  double sum = 0;
  for (; x < 10; x += 1) sum -= 1 / x;
  const double y = 1 / (x * x);
  const double series =
      y * (1 / 12.0 - y * (1 / 120.0 - y * (1 / 252.0 - y * (1 / 240.0 - y * (1 / 132.0 - y * 691 / 32760)))));
  return sum + log(x) - 0.5 / x - series;
}

double plain_sin(double x) { return sin(x); }
double plain_cos(double x) { return cos(x); }
double plain_arctangent(double x) { return atan(x); }
// exp(y ln x) would lose the digits that y ln x has before its point: the C library's takes ln x in two parts.
double plain_power(double x, double y) { return pow(x, y); }
