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

INLINE void cpk_two_cheapest_body(const double *costs, const double *prices, size_t count, ptrdiff_t *column,
                                  double *cheapest, double *second) {
  lanes best = INFINITY, next = INFINITY;
  lane_bits places = first_places, where = 0;
  for (size_t j = 0; j < count; j += 8) {
    lanes reduced;
    if (j + 8 <= count) {
      reduced = LOAD_LANES(costs + j) - LOAD_LANES(prices + j);
    } else {
      lanes cost = INFINITY, price = 0;
      memcpy(&cost, costs + j, (count - j) * sizeof(double));
      memcpy(&price, prices + j, (count - j) * sizeof(double));
      reduced = cost - price;
    }
    const lane_bits cheaper = reduced < best;
    const lanes other = cheaper ? best : reduced;
    next = other < next ? other : next;
    best = cheaper ? reduced : best;
    where = cheaper ? places : where;
    places += 8;
  }
  least_of_lanes(&best, &where, cheapest, column);
  // The cheapest column is out: the next of its lane takes its place.
  const lanes others = where == *column && best == *cheapest ? next : best;
  *second = __builtin_reduce_min(others);
}
DISPATCH(void, cpk_two_cheapest,
         (const double *costs, const double *prices, size_t count, ptrdiff_t *column, double *cheapest, double *second),
         (costs, prices, count, column, cheapest, second))

INLINE ptrdiff_t cpk_shorten_paths_body(const double *costs, const double *prices, double offset, size_t count,
                                          ptrdiff_t row, double *lengths, ptrdiff_t *rows) {
  // Closed columns are at -infinity, which nothing shortens.
  lanes best = INFINITY;
  lane_bits places = first_places, where = 0;
  for (size_t j = 0; j < count; j += 8) {
    const size_t bytes = (count - j) * sizeof(double);
    const int is_whole = j + 8 <= count;
    lanes length = -INFINITY;
    if (is_whole)
      length = LOAD_LANES(lengths + j);
    else
      memcpy(&length, lengths + j, bytes);
    if (costs) {
      lanes cost = 0, price = 0;
      if (is_whole) {
        cost = LOAD_LANES(costs + j);
        price = LOAD_LANES(prices + j);
      } else {
        memcpy(&cost, costs + j, bytes);
        memcpy(&price, prices + j, bytes);
      }
      const lanes through = (offset + cost) - price;
      const lane_bits shorter = through < length;
      lane_bits before = 0;
      if (is_whole)
        memcpy(&before, rows + j, sizeof before);
      else
        memcpy(&before, rows + j, bytes);
      length = shorter ? through : length;
      before = shorter ? (lane_bits)row : before;
      if (is_whole) {
        STORE_LANES(lengths + j, length);
        memcpy(rows + j, &before, sizeof before);
      } else {
        memcpy(lengths + j, &length, bytes);
        memcpy(rows + j, &before, bytes);
      }
    }
    const lane_bits nearer = length < best & length != -INFINITY;
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
