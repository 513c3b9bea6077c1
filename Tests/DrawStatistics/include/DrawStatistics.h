// Passes over millions of draws, which a debug build of Swift would make slow.
#ifndef DRAW_STATISTICS_H
#define DRAW_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

// Adds the sums of x, x^2, ..., x^8 to `sums`.
void add_power_sums(const double *draws, size_t count, double sums[8]);
// The sums of x[i] x[i + lag] and of (x[i]^2 - 1)(x[i + lag]^2 - 1).
void sum_lagged_products(const double *draws, size_t count, size_t lag, double *linear, double *squared);
// Adds to counts[j] the draws with edges[j - 1] <= x < edges[j], for j = 0 ... edge_count and ascending edges.
void count_in_bins(const double *draws, size_t count, const double *edges, size_t edge_count, int64_t *counts);
void sort_ascending(double *draws, size_t count);
// The number of neighbours that are equal.
size_t count_equal_neighbours(const double *sorted, size_t count);
// For |x| in [1, 2), where the last bit of a double is 2^-52: adds to set[k] the draws whose bit k is set, for
// k = 0 ... 51. Returns the number of such draws.
size_t count_fraction_bits(const double *draws, size_t count, int64_t set[52]);

#endif
