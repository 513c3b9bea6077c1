// Sums of products of the columns of a matrix with each other.
#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

#define ROWS 4
#define CHUNK 64

// gram[j][k..] += sum over some rows of w x_j x_k for ROWS columns j from `first` on, eight columns k from `from` on.
// Of these the first `skipped` are left as they are. Sums go over the rows in their order.
INLINE void add_tile(const double *rows, size_t count, size_t columns, const double *weights, size_t first, int width,
                     size_t from, size_t skipped, double *gram) {
  lanes sums[ROWS];
  for (int r = 0; r < width; r++) sums[r] = LOAD_LANES(gram + (first + r) * columns + from);
  for (size_t i = 0; i < count; i++) {
    const double *row = rows + i * columns;
    const lanes x = LOAD_LANES(row + from);
    for (int r = 0; r < width; r++) sums[r] += (weights[i] * row[first + r]) * x;
  }
  for (int r = 0; r < width; r++) {
    double *to = gram + (first + r) * columns + from;
    if (skipped == 0) STORE_LANES(to, sums[r]);
    else
      for (size_t lane = skipped; lane < 8; lane++) to[lane] = sums[r][lane];
  }
}

// The lower triangle; of the upper one, what shares a vector with it.
INLINE void cpk_add_gram_body(const double *rows, size_t count, size_t columns, const double *weights, double *gram) {
  if (columns < 8) {
    for (size_t i = 0; i < count; i++)
      for (size_t j = 0; j < columns; j++) {
        const double weighted = weights[i] * rows[i * columns + j];
        for (size_t k = 0; k <= j; k++) gram[j * columns + k] += weighted * rows[i * columns + k];
      }
    return;
  }
  for (size_t start = 0; start < count; start += CHUNK) {
    const size_t some = count - start < CHUNK ? count - start : CHUNK;
    const double *chunk = rows + start * columns;
    for (size_t first = 0; first < columns; first += ROWS) {
      const size_t last = first + ROWS < columns ? first + ROWS : columns;
      for (size_t k = 0; k < last; k += 8) {
        // A last vector begins further to the left, so that it ends with the row.
        const size_t from = k + 8 <= columns ? k : columns - 8;
        if (last - first == ROWS) {
          add_tile(chunk, some, columns, weights + start, first, ROWS, from, k - from, gram);
        } else {
          for (size_t j = first; j < last; j++)
            add_tile(chunk, some, columns, weights + start, j, 1, from, k - from, gram);
        }
      }
    }
  }
}
DISPATCH(void, cpk_add_gram,
         (const double *rows, size_t count, size_t columns, const double *weights, double *gram),
         (rows, count, columns, weights, gram))
