// Functions of one number that kernels go through lane by lane: by the C library, or where kernels' fast ranges end.
#ifndef PLAIN_FUNCTIONS_H
#define PLAIN_FUNCTIONS_H

double plain_log_gamma(double x);
double plain_digamma(double x);
double plain_sin(double x);
double plain_cos(double x);
double plain_arctangent(double x);
double plain_power(double x, double y);
// The incomplete gamma function P(shape, x), and 1 - P.
double plain_gamma_cdf(double x, double shape);
double plain_gamma_tail(double x, double shape);
// Student's distribution function.
double plain_student_cdf(double z, double degrees);

#endif
