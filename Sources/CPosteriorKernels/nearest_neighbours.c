// The search of a k-d tree for nearest neighbours: eight boxes, or eight points, at a time.
#include <math.h>
#include <string.h>

#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

typedef _Bool lane_mask __attribute__((ext_vector_type(8)));

// Bit i is set where lane i is true.
INLINE unsigned mask_of_lanes(const lane_bits *lanes) {
  const lane_mask mask = __builtin_convertvector(*lanes, lane_mask);
  unsigned char bits;
  memcpy(&bits, &mask, 1);
  return bits;
}

// Inserts a value into ascending ones, of which it drops the last: each becomes min(x_i, max(x_(i-1), value)).
INLINE void insert(double *sorted, size_t groups, double value) {
  lanes before = -INFINITY;
  for (size_t g = 0; g < groups; g++) {
    const lanes here = LOAD_LANES(sorted + 8 * g);
    lanes shifted = __builtin_shufflevector(before, here, 7, 8, 9, 10, 11, 12, 13, 14);
    shifted = shifted > value ? shifted : (lanes)value;
    STORE_LANES(sorted + 8 * g, here < shifted ? here : shifted);
    before = here;
  }
}

// Finds the smallest positive squared distances of a point from those of a leaf, and returns how many are zero.
INLINE ptrdiff_t scan_leaf(const double *leaf, size_t groups, size_t dimension, const double *point, size_t k,
                           double *found) {
  ptrdiff_t copies = 0;
  for (size_t g = 0; g < groups; g++, leaf += 8 * dimension) {
    lanes sum = 0;
    for (size_t j = 0; j < dimension; j++) {
      const lanes difference = LOAD_LANES(leaf + 8 * j) - point[j];
      sum += difference * difference;
    }
    const lane_bits near = sum < found[k - 1];
    unsigned mask = mask_of_lanes(&near);
    if (!mask) continue;
    double squares[8];
    STORE_LANES(squares, sum);
    for (; mask; mask &= mask - 1) {
      const double square = squares[__builtin_ctz(mask)];
      if (square == 0)
        copies++;
      else if (square < found[k - 1])
        insert(found, (k + 7) / 8, square);
    }
  }
  return copies;
}

// The squared distances of a point from eight boxes. Rounded as it is, none is above that of a point in the box.
INLINE void distances_from_boxes(const double *boxes, size_t dimension, const double *point, lanes *squares) {
  lanes sum = 0;
  for (size_t j = 0; j < dimension; j++) {
    const lanes below = LOAD_LANES(boxes + 16 * j) - point[j], above = point[j] - LOAD_LANES(boxes + 16 * j + 8);
    lanes outside = below > above ? below : above;
    outside = outside > 0.0 ? outside : 0.0;
    sum += outside * outside;
  }
  *squares = sum;
}

// A tree of as many points as memory can hold has fewer than 12 levels, each of which leaves at most 7 nodes to come
// back to.
#define MOST_PENDING 96

INLINE ptrdiff_t search(const cpk_tree *tree, const double *point, size_t k, double *found) {
  struct {
    double square;
    size_t node;
  } pending[MOST_PENDING];
  const size_t dimension = tree->dimension;
  ptrdiff_t copies = 0;
  size_t count = 1;
  pending[0].square = 0;
  pending[0].node = 0;
  while (count > 0) {
    count--;
    if (!(pending[count].square < found[k - 1])) continue;
    const size_t node = pending[count].node;
    if (node >= tree->first_leaf) {
      const double *leaf = tree->leaves + 8 * (node - tree->first_leaf) * tree->groups_per_leaf * dimension;
      copies += scan_leaf(leaf, tree->groups_per_leaf, dimension, point, k, found);
      continue;
    }
    lanes sums;
    distances_from_boxes(tree->boxes + 16 * node * dimension, dimension, point, &sums);
    const lane_bits near = sums < found[k - 1];
    double squares[8];
    STORE_LANES(squares, sums);
    // The nearest comes last, and is visited next.
    const size_t base = count;
    for (unsigned mask = mask_of_lanes(&near); mask; mask &= mask - 1) {
      const unsigned child = (unsigned)__builtin_ctz(mask);
      size_t place = count++;
      for (; place > base && pending[place - 1].square < squares[child]; place--) pending[place] = pending[place - 1];
      pending[place].square = squares[child];
      pending[place].node = 8 * node + 1 + child;
    }
  }
  return copies;
}

INLINE void cpk_nearest_neighbours_body(const cpk_tree *tree, const double *points, const int32_t *order, size_t count,
                                        size_t k, double *found, double *squares, ptrdiff_t *copies) {
  for (size_t place = 0; place < count; place++) {
    const size_t i = (size_t)order[place];
    for (size_t j = 0; j < (k + 7) / 8 * 8; j++) found[j] = INFINITY;
    copies[i] = search(tree, points + i * tree->dimension, k, found);
    squares[i] = found[k - 1];
  }
}
DISPATCH(void, cpk_nearest_neighbours,
         (const cpk_tree *tree, const double *points, const int32_t *order, size_t count, size_t k, double *found,
          double *squares, ptrdiff_t *copies),
         (tree, points, order, count, k, found, squares, copies))
