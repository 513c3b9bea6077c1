// The inner loops of assignment and transport: over a row of costs, less the columns' prices.
#include <math.h>
#include <string.h>

#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

_Static_assert(sizeof(ptrdiff_t) == sizeof(int64_t), "places are eight to a vector");
static const lane_bits first_places = {0, 1, 2, 3, 4, 5, 6, 7};

// The least of eight values and the lowest of the places where it is.
INLINE void least_of_lanes(const lanes *values, const lane_bits *places, double *least, ptrdiff_t *place) {
  const double lowest = __builtin_reduce_min(*values);
  const lane_bits candidates = *values == lowest ? *places : INT64_MAX;
  *least = lowest;
  *place = __builtin_reduce_min(candidates);
}

// The two least values of each lane so far, and where the least is.
typedef struct {
  lanes least, next;
  lane_bits where;
} two_least;

INLINE void add_to_two_least(two_least *so_far, const lanes *values, const lane_bits *places) {
  const lanes least = so_far->least;
  const lane_bits lower = *values < least;
  const lanes other = lower ? least : *values;
  so_far->next = other < so_far->next ? other : so_far->next;
  so_far->least = lower ? *values : least;
  so_far->where = lower ? *places : so_far->where;
}

INLINE void cpk_two_cheapest_body(const double *costs, const double *prices, size_t count, ptrdiff_t *column,
                                  double *cheapest, double *second) {
  // Two at a time, which need not wait for each other.
  two_least even = {INFINITY, INFINITY, 0}, odd = even;
  lane_bits places = first_places;
  size_t j = 0;
  for (; j + 16 <= count; j += 16) {
    const lanes first = LOAD_LANES(costs + j) - LOAD_LANES(prices + j);
    add_to_two_least(&even, &first, &places);
    const lanes other = LOAD_LANES(costs + j + 8) - LOAD_LANES(prices + j + 8);
    const lane_bits after = places + 8;
    add_to_two_least(&odd, &other, &after);
    places += 16;
  }
  for (; j < count; j += 8) {
    const size_t bytes = (count - j < 8 ? count - j : 8) * sizeof(double);
    lanes cost = INFINITY, price = 0;
    memcpy(&cost, costs + j, bytes);
    memcpy(&price, prices + j, bytes);
    const lanes reduced = cost - price;
    add_to_two_least(&even, &reduced, &places);
    places += 8;
  }
  add_to_two_least(&even, &odd.least, &odd.where);
  even.next = odd.next < even.next ? odd.next : even.next;
  least_of_lanes(&even.least, &even.where, cheapest, column);
  // The cheapest column is out: the next of its lane takes its place.
  const lanes others = even.where == *column && even.least == *cheapest ? even.next : even.least;
  *second = __builtin_reduce_min(others);
}
DISPATCH(void, cpk_two_cheapest,
         (const double *costs, const double *prices, size_t count, ptrdiff_t *column, double *cheapest, double *second),
         (costs, prices, count, column, cheapest, second))

// Lengths and rows of up to eight columns; a vector that is not whole is filled up with closed columns.
INLINE void shorten(const double *costs, const double *prices, double offset, size_t bytes, ptrdiff_t row,
                    double *lengths, ptrdiff_t *rows, lanes *result) {
  lanes length = -INFINITY, cost = 0, price = 0;
  memcpy(&length, lengths, bytes);
  if (costs) {
    memcpy(&cost, costs, bytes);
    memcpy(&price, prices, bytes);
    const lanes through = (offset + cost) - price;
    const lane_bits shorter = through < length;
    if (__builtin_reduce_or(shorter)) {
      lane_bits before = 0;
      memcpy(&before, rows, bytes);
      length = shorter ? through : length;
      before = shorter ? (lane_bits)row : before;
      memcpy(lengths, &length, bytes);
      memcpy(rows, &before, bytes);
    }
  }
  *result = length == -INFINITY ? INFINITY : length;
}

INLINE ptrdiff_t cpk_shorten_paths_body(const double *costs, const double *prices, double offset, size_t count,
                                        ptrdiff_t row, double *lengths, ptrdiff_t *rows) {
  lanes best = INFINITY, length;
  lane_bits places = first_places, where = 0;
  for (size_t j = 0; j < count; j += 8) {
    const double *cost = costs ? costs + j : costs, *price = costs ? prices + j : prices;
    if (j + 8 <= count)
      shorten(cost, price, offset, 8 * sizeof(double), row, lengths + j, rows + j, &length);
    else
      shorten(cost, price, offset, (count - j) * sizeof(double), row, lengths + j, rows + j, &length);
    const lane_bits nearer = length < best;
    best = nearer ? length : best;
    where = nearer ? places : where;
    places += 8;
  }
  double least;
  ptrdiff_t nearest;
  least_of_lanes(&best, &where, &least, &nearest);
  return nearest;
}
DISPATCH(ptrdiff_t, cpk_shorten_paths,
         (const double *costs, const double *prices, double offset, size_t count, ptrdiff_t row, double *lengths,
          ptrdiff_t *rows),
         (costs, prices, offset, count, row, lengths, rows))
