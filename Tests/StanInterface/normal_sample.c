// A stand-in for a library that BridgeStan compiles: y ~ normal(mu, sigma), p(mu, sigma) ∝ 1 where sigma < 1000.
//
//     parameters { real mu; real<lower=0> sigma; }
//     transformed parameters { matrix[1, 1] square = sigma^2; }
//
// Its data are {"y": [...]}. It counts the messages that were not given back, and calls that meet each other.
#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  size_t count;
  double sum, squares;
} bs_model;

int bs_major_version = 2, bs_minor_version = 6, bs_patch_version = 2;

static atomic_int messages, calls, meetings;
int test_messages(void) { return messages; }
int test_meetings(void) { return meetings; }

static void say(char **message, const char *text) {
  if (!message) return;
  *message = strdup(text);
  messages++;
}

void bs_free_error_msg(char *message) {
  if (message) messages--;
  free(message);
}

static char *contents(const char *data) {
  const size_t length = strlen(data);
  if (length < 5 || strcmp(data + length - 5, ".json")) return strdup(data);
  FILE *file = fopen(data, "r");
  if (!file) return NULL;
  char *text = calloc(1, 100000);
  if (fread(text, 1, 99999, file) == 0) text[0] = 0;
  fclose(file);
  return text;
}

bs_model *bs_model_construct(const char *data, unsigned int seed, char **message) {
  (void)seed;
  char *text = contents(data ? data : "");
  const char *y = text ? strstr(text, "\"y\"") : NULL;
  if (!y || !(y = strchr(y, '['))) {
    say(message, "variable does not exist; processing stage=data initialization; variable name=y\n");
    free(text);
    return NULL;
  }
  bs_model *model = calloc(1, sizeof *model);
  do {
    const double value = strtod(y + 1, NULL);
    model->count++;
    model->sum += value;
    model->squares += value * value;
  } while ((y = strchr(y + 1, ',')));
  free(text);
  return model;
}

void bs_model_destruct(bs_model *model) { free(model); }
const char *bs_name(const bs_model *model) { return (void)model, "normal_sample_model"; }
const char *bs_model_info(const bs_model *model) { return (void)model, "STAN_THREADS=" THREADS "\nSTAN_OPENCL=false\n"; }
const char *bs_param_names(const bs_model *model, bool transformed, bool generated) {
  return (void)model, (void)generated, transformed ? "mu,sigma,square.1.1" : "mu,sigma";
}
const char *bs_param_unc_names(const bs_model *model) { return (void)model, "mu,sigma"; }
int bs_param_num(const bs_model *model, bool transformed, bool generated) {
  return (void)model, (void)generated, transformed ? 3 : 2;
}
int bs_param_unc_num(const bs_model *model) { return (void)model, 2; }

int bs_param_constrain(
    const bs_model *model, bool transformed, bool generated, const double *position, double *values, void *random,
    char **message) {
  (void)model, (void)generated, (void)random, (void)message;
  values[0] = position[0];
  values[1] = exp(position[1]);
  if (transformed) values[2] = values[1] * values[1];
  return 0;
}

int bs_log_density_gradient(
    const bs_model *model, bool proportional, bool jacobian, const double *position, double *value, double *gradient,
    char **message) {
  if (calls++ > 0) meetings++;
  const double mu = position[0], sigma = exp(position[1]), n = (double)model->count;
  const double squares = model->squares - 2 * mu * model->sum + n * mu * mu;
  int code = 0;
  if (sigma < 1000) {
    *value = -squares / (2 * sigma * sigma) - n * position[1] - (proportional ? 0 : n * 0.9189385332046727);
    *value += jacobian ? position[1] : 0;
    gradient[0] = (model->sum - n * mu) / (sigma * sigma);
    gradient[1] = squares / (sigma * sigma) - n + (jacobian ? 1 : 0);
  } else {
    say(message, "normal_lpdf: Scale parameter is inf, but must be positive finite!\n");
    code = -1;
  }
  calls--;
  return code;
}

int bs_log_density(
    const bs_model *model, bool proportional, bool jacobian, const double *position, double *value, char **message) {
  double gradient[2];
  return bs_log_density_gradient(model, proportional, jacobian, position, value, gradient, message);
}
