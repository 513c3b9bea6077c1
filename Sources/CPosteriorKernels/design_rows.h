// The two passes over rows of a design, on elements of one type: see each_element.h and design_rows.c.

// Eight elements from `row` on, of which only the first `rest` count and the others are taken as 0, whatever stands
// there. Nothing is read at or beyond `end`.
INLINE void ROWS(load_rest)(const ELEMENT *row, size_t rest, const lane_bits *counts, const ELEMENT *end,
                            lanes *result) {
  if (end - row >= 8) {
    *result = (lanes)((lane_bits)LOAD_ELEMENTS(row) & *counts);
  } else {
    *result = 0;
    for (size_t l = 0; l < rest; l++) (*result)[l] = row[l];
  }
}

// Asks for the four cache lines of a row from `column` on.
INLINE void ROWS(prefetch)(const ELEMENT *row, size_t column, size_t columns) {
  for (size_t j = column; j < columns && j < column + 4 * LINE; j += LINE) __builtin_prefetch(row + j);
}

// Four rows at a time; the last ones with repeats, whose predictors are not stored.
INLINE void ROWS_BODY(cpk_linear_predictors)(const ELEMENT *design, size_t rows, size_t columns,
                                             const int32_t *examples, size_t count, size_t ahead,
                                             const double *position, double *predictors) {
  const ELEMENT *end = design + rows * columns;
  const size_t whole = columns - columns % 8, rest = columns % 8;
  lane_bits counts;
  first_lanes(rest, &counts);
  lanes position_rest = 0;
  memcpy(&position_rest, position + whole, rest * sizeof(double));
  for (size_t i = 0; i < count; i += 4) {
    const ELEMENT *row[4];
    lanes sums[4];
    for (size_t k = 0; k < 4; k++) {
      row[k] = design + (size_t)examples[i + k < count ? i + k : count - 1] * columns;
      sums[k] = 0;
      if (i + k < ahead) ROWS(prefetch)(design + (size_t)examples[count + i + k] * columns, 0, columns);
    }
    for (size_t j = 0; j < whole; j += 8) {
      const lanes at = LOAD_LANES(position + j);
      for (size_t k = 0; k < 4; k++) sums[k] = FMA(LOAD_ELEMENTS(row[k] + j), at, sums[k]);
    }
    if (rest > 0) {
      for (size_t k = 0; k < 4; k++) {
        lanes x;
        ROWS(load_rest)(row[k] + whole, rest, &counts, end, &x);
        sums[k] = FMA(x, position_rest, sums[k]);
      }
    }
    store_sums(sums, predictors + i, count - i);
  }
}

// The sums of `vectors` times eight columns from `column` on, of which the last eight may be fewer.
INLINE void ROWS(add_columns)(const ELEMENT *design, size_t rows, size_t columns, size_t column, size_t vectors,
                              const int32_t *examples, size_t count, size_t ahead, const double *weights,
                              double *gradient) {
  const ELEMENT *end = design + rows * columns;
  const size_t last = 8 * (vectors - 1), rest = columns - column - last < 8 ? columns - column - last : 8;
  lane_bits counts;
  first_lanes(rest, &counts);
  lanes sums[MOST_VECTORS];
  for (size_t v = 0; v < vectors; v++) sums[v] = 0;
  for (size_t i = 0; i < count; i++) {
    if (column == 0 && i < ahead) ROWS(prefetch)(design + (size_t)examples[count + i] * columns, 4 * LINE, columns);
    const ELEMENT *row = design + (size_t)examples[i] * columns + column;
    const lanes weight = weights[i];
    for (size_t v = 0; v + 1 < vectors; v++) sums[v] = FMA(LOAD_ELEMENTS(row + 8 * v), weight, sums[v]);
    lanes x;
    ROWS(load_rest)(row + last, rest, &counts, end, &x);
    sums[vectors - 1] = FMA(x, weight, sums[vectors - 1]);
  }
  for (size_t v = 0; v + 1 < vectors; v++)
    STORE_LANES(gradient + column + 8 * v, LOAD_LANES(gradient + column + 8 * v) + sums[v]);
  for (size_t l = 0; l < rest; l++) gradient[column + last + l] += sums[vectors - 1][l];
}

INLINE void ROWS_BODY(cpk_add_weighted_rows)(const ELEMENT *design, size_t rows, size_t columns,
                                             const int32_t *examples, size_t count, size_t ahead,
                                             const double *weights, double *gradient) {
  for (size_t column = 0; column < columns; column += 8 * MOST_VECTORS) {
    const size_t vectors = (columns - column + 7) / 8;
#define COLUMNS(VECTORS) \
  ROWS(add_columns)(design, rows, columns, column, VECTORS, examples, count, ahead, weights, gradient)
#define CASE(VECTORS) \
  case VECTORS:       \
    COLUMNS(VECTORS); \
    break;
    switch (vectors) {
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
      default: COLUMNS(MOST_VECTORS);
    }
#undef CASE
#undef COLUMNS
  }
}
