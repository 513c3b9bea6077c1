// A plain loop over sparse rows, for ./main.swift: cc -O3 -march=native loop.c -lm -o loop && ./loop [N d non-zeros B]
// Steps of stochastic gradient descent on logistic regression, without noise and without a prior.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state = 1;
static double uniform(void) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (double)(state >> 11) * 0x1p-53;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int count, char **words) {
  const size_t n = count > 4 ? strtoul(words[1], 0, 10) : 100000, d = count > 4 ? strtoul(words[2], 0, 10) : 100000;
  const size_t k = count > 4 ? strtoul(words[3], 0, 10) : 50, size = count > 4 ? strtoul(words[4], 0, 10) : 100;
  int32_t *columns = malloc(n * k * sizeof *columns);
  double *values = malloc(n * k * sizeof *values), *theta = calloc(d, sizeof *theta), *scores = malloc(size * sizeof(double));
  size_t *rows = malloc(size * sizeof *rows);
  for (size_t i = 0; i < n * k; i++) {
    columns[i] = (int32_t)(uniform() * (double)d);
    values[i] = 2 * uniform() - 1;
  }
  double times[5];
  const size_t steps = n / size;
  for (int repeat = 0; repeat < 5; repeat++) {
    const double start = seconds();
    for (size_t step = 0; step < steps; step++) {
      for (size_t i = 0; i < size; i++) {
        const size_t row = rows[i] = (size_t)(uniform() * (double)n);
        double predictor = 0;
        for (size_t j = row * k; j < (row + 1) * k; j++) predictor += values[j] * theta[columns[j]];
        scores[i] = (double)(row & 1) - 1 / (1 + exp(-predictor));
      }
      for (size_t i = 0; i < size; i++)
        for (size_t j = rows[i] * k; j < (rows[i] + 1) * k; j++) theta[columns[j]] += 1e-3 * scores[i] * values[j];
    }
    times[repeat] = (seconds() - start) / (double)steps * 1e6;
  }
  for (int i = 0; i < 5; i++)
    for (int j = i + 1; j < 5; j++)
      if (times[j] < times[i]) {
        const double other = times[i];
        times[i] = times[j];
        times[j] = other;
      }
  printf("a step of a plain loop in C: %.1f µs (%g)\n", times[2], theta[0]);
}
