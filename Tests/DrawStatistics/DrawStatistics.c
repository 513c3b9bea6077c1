#include "DrawStatistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void add_power_sums(const double *draws, size_t count, double sums[8]) {
  double sum[8] = {0};
  for (size_t i = 0; i < count; i++) {
    double power = 1;
    for (int k = 0; k < 8; k++) sum[k] += power *= draws[i];
  }
  for (int k = 0; k < 8; k++) sums[k] += sum[k];
}

void sum_lagged_products(const double *draws, size_t count, size_t lag, double *linear, double *squared) {
  double products = 0, squares = 0;
  for (size_t i = 0; i + lag < count; i++) {
    const double x = draws[i], y = draws[i + lag];
    products += x * y;
    squares += (x * x - 1) * (y * y - 1);
  }
  *linear = products;
  *squared = squares;
}

void count_in_bins(const double *draws, size_t count, const double *edges, size_t edge_count, int64_t *counts) {
  for (size_t i = 0; i < count; i++) {
    const double *first = edges;
    for (size_t left = edge_count; left > 0;) {
      const size_t half = left / 2;
      if (first[half] <= draws[i]) {
        first += half + 1;
        left -= half + 1;
      } else {
        left = half;
      }
    }
    counts[first - edges]++;
  }
}

static int compare(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

void sort_ascending(double *draws, size_t count) { qsort(draws, count, sizeof(double), compare); }

size_t count_equal_neighbours(const double *sorted, size_t count) {
  size_t equal = 0;
  for (size_t i = 1; i < count; i++) equal += sorted[i] == sorted[i - 1];
  return equal;
}

size_t count_fraction_bits(const double *draws, size_t count, int64_t set[52]) {
  size_t inside = 0;
  for (size_t i = 0; i < count; i++) {
    const double magnitude = fabs(draws[i]);
    if (magnitude < 1 || magnitude >= 2) continue;
    uint64_t bits;
    memcpy(&bits, &magnitude, sizeof bits);
    inside++;
    for (int k = 0; k < 52; k++) set[k] += (bits >> k) & 1;
  }
  return inside;
}
