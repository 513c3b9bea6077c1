// The gradient of least squares on wide rows: Σ scale · row · (response − row · position) over examples.
//
// The sums are those of the passes of design_rows.c over blocks of rows. As nothing of a model's own comes between the
// passes, they are one loop, which asks for the rows of the next block evenly. See each_element.h and
// linear_gradient.c.

typedef struct {
  const ELEMENT *design;
  size_t rows;
  size_t columns;
  // 0 where there are none.
  const double *responses;
  const double *position;
  double scale;
} ROWS(least_squares);

INLINE double ROWS(response)(const ROWS(least_squares) *model, size_t example) {
  return model->responses ? model->responses[example] : 0;
}

INLINE void ROWS(end_of_rows)(const ROWS(least_squares) *model, row_end *end) {
  end->column = (model->columns - 1) / 8 * 8;
  first_lanes(model->columns - end->column, &end->counts);
  end->position = 0;
  memcpy(&end->position, model->position + end->column, (model->columns - end->column) * sizeof(double));
}

// The last vector of a row, with zeros behind its last element. Nothing is read behind the design.
INLINE void ROWS(load_end)(const ROWS(least_squares) *model, const row_end *end, const ELEMENT *row, lanes *x) {
  const ELEMENT *last = row + end->column;
  if (__builtin_expect(model->design + model->rows * model->columns - last >= 8, 1)) {
    *x = (lanes)((lane_bits)LOAD_ELEMENTS(last) & end->counts);
  } else {
    *x = 0;
    for (size_t l = 0; end->column + l < model->columns; l++) (*x)[l] = last[l];
  }
}

// The row of the example at a place, or of the last one if there are fewer. It may be only asked for, as it is not
// known to be one of the design's.
INLINE const ELEMENT *ROWS(row_at)(const ROWS(least_squares) *model, const int32_t *examples, size_t count,
                                   size_t place) {
  return model->design + (size_t)(uint32_t)examples[place < count ? place : count - 1] * model->columns;
}

// Products of four rows with the position, each in the order of sum_of_lanes.
INLINE void ROWS(products_of_four)(const ROWS(least_squares) *model, const row_end *end, const ELEMENT *const *rows,
                                   const ELEMENT *const *next, four_lanes *products) {
  const ELEMENT *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3], *later = next[0], *latest = next[1];
  const double *position = model->position;
  lanes sums[4] = {0, 0, 0, 0};
  for (size_t j = 0; j < end->column; j += 8) {
    if (j % LINE == 0) {
      __builtin_prefetch(later + j);
      __builtin_prefetch(latest + j);
    }
    const lanes at = LOAD_LANES(position + j);
    sums[0] = FMA(LOAD_ELEMENTS(a + j), at, sums[0]);
    sums[1] = FMA(LOAD_ELEMENTS(b + j), at, sums[1]);
    sums[2] = FMA(LOAD_ELEMENTS(c + j), at, sums[2]);
    sums[3] = FMA(LOAD_ELEMENTS(d + j), at, sums[3]);
  }
#pragma clang loop unroll(full)
  for (size_t k = 0; k < 4; k++) {
    lanes x;
    ROWS(load_end)(model, end, rows[k], &x);
    sums[k] = FMA(x, end->position, sums[k]);
  }
  const four_lanes p = sums[0].lo + sums[0].hi, q = sums[1].lo + sums[1].hi;
  const four_lanes r = sums[2].lo + sums[2].hi, s = sums[3].lo + sums[3].hi;
  const four_lanes pq = __builtin_shufflevector(p, q, 0, 1, 4, 5) + __builtin_shufflevector(p, q, 2, 3, 6, 7);
  const four_lanes rs = __builtin_shufflevector(r, s, 0, 1, 4, 5) + __builtin_shufflevector(r, s, 2, 3, 6, 7);
  *products = __builtin_shufflevector(pq, rs, 0, 2, 4, 6) + __builtin_shufflevector(pq, rs, 1, 3, 5, 7);
}

// Adds four rows times their weights, from a column on, to whole vectors of sums.
INLINE void ROWS(add_four)(double *sums, size_t columns, const ELEMENT *const *rows, const ELEMENT *const *next,
                     size_t column, const double *weights) {
  const ELEMENT *a = rows[0] + column, *b = rows[1] + column, *c = rows[2] + column, *d = rows[3] + column;
  const ELEMENT *later = next[2] + column, *latest = next[3] + column;
  const lanes of_a = weights[0], of_b = weights[1], of_c = weights[2], of_d = weights[3];
  for (size_t j = 0; j < columns; j += 8) {
    if (j % LINE == 0) {
      __builtin_prefetch(later + j);
      __builtin_prefetch(latest + j);
    }
    lanes sum = LOAD_LANES(sums + j);
    sum = FMA(LOAD_ELEMENTS(a + j), of_a, sum);
    sum = FMA(LOAD_ELEMENTS(b + j), of_b, sum);
    sum = FMA(LOAD_ELEMENTS(c + j), of_c, sum);
    sum = FMA(LOAD_ELEMENTS(d + j), of_d, sum);
    STORE_LANES(sums + j, sum);
  }
}

// Adds a block's rows times their weights.
INLINE void ROWS(add_block)(const ROWS(least_squares) *model, const row_end *end, const ELEMENT *const *rows,
                      const ELEMENT *const *next, size_t count, const double *weights, double *gradient) {
  for (size_t column = 0; column < end->column; column += COLUMNS_AT_ONCE) {
    const size_t columns = end->column - column < COLUMNS_AT_ONCE ? end->column - column : COLUMNS_AT_ONCE;
    double sums[COLUMNS_AT_ONCE];
    for (size_t j = 0; j < columns; j += 8) STORE_LANES(sums + j, (lanes)0.0);
    size_t i = 0;
    for (; i + 4 <= count; i += 4) ROWS(add_four)(sums, columns, rows + i, next + i, column, weights + i);
    for (; i < count; i++)
      for (size_t j = 0; j < columns; j += 8)
        STORE_LANES(sums + j, FMA(LOAD_ELEMENTS(rows[i] + column + j), (lanes)weights[i], LOAD_LANES(sums + j)));
    for (size_t j = column; j < column + columns; j += 8)
      STORE_LANES(gradient + j, LOAD_LANES(gradient + j) + LOAD_LANES(sums + (j - column)));
  }
  lanes sum = 0;
  for (size_t i = 0; i < count; i++) {
    lanes x;
    ROWS(load_end)(model, end, rows[i], &x);
    sum = FMA(x, (lanes)weights[i], sum);
  }
  for (size_t l = 0; end->column + l < model->columns; l++) gradient[end->column + l] += sum[l];
}

// Four rows at a time, of any width. Returns whether all examples are rows.
INLINE int ROWS(add_rows_by_four)(const ROWS(least_squares) *model, const int32_t *examples, size_t count,
                                  double *gradient) {
  row_end end;
  ROWS(end_of_rows)(model, &end);
  const ELEMENT *rows[ROWS_IN_BLOCK], *next[ROWS_IN_BLOCK];
  double weights[ROWS_IN_BLOCK];
  for (size_t first = 0; first < count; first += ROWS_IN_BLOCK) {
    const size_t here = count - first < ROWS_IN_BLOCK ? count - first : ROWS_IN_BLOCK;
    const int32_t *block = examples + first;
    for (size_t i = 0; i < here; i++)
      if ((uint32_t)block[i] >= model->rows) return 0;
    for (size_t i = 0; i < ROWS_IN_BLOCK; i++) {
      rows[i] = ROWS(row_at)(model, block, here, i);
      next[i] = ROWS(row_at)(model, examples, count, first + ROWS_IN_BLOCK + i);
    }
    for (size_t i = 0; i < here; i += 4) {
      four_lanes products;
      ROWS(products_of_four)(model, &end, rows + i, next + i, &products);
      for (size_t k = i; k < i + 4 && k < here; k++)
        weights[k] = model->scale * (ROWS(response)(model, (size_t)block[k]) - products[k - i]);
    }
    ROWS(add_block)(model, &end, rows, next, here, weights, gradient);
  }
  return 1;
}

// One row at a time, which stays in registers between its product and its part of the sum: a design's rows begin
// anywhere in a cache line, and a vector across two lines takes twice as long to read. Returns whether all examples
// are rows.
INLINE int ROWS(add_rows_in_registers)(const ROWS(least_squares) *model, size_t vectors, const int32_t *examples,
                                       size_t count, double *gradient) {
  row_end end;
  ROWS(end_of_rows)(model, &end);
  lanes at[MOST_VECTORS], total[MOST_VECTORS], sums[MOST_VECTORS], x[MOST_VECTORS];
  at[vectors - 1] = total[vectors - 1] = 0;
  memcpy(at, model->position, model->columns * sizeof *model->position);
  memcpy(total, gradient, model->columns * sizeof *gradient);
  for (size_t first = 0; first < count; first += ROWS_IN_BLOCK) {
    const size_t last = count - first < ROWS_IN_BLOCK ? count : first + ROWS_IN_BLOCK;
    EACH_VECTOR sums[v] = 0;
    for (size_t i = first; i < last; i++) {
      const size_t example = (uint32_t)examples[i];
      if (__builtin_expect(example >= model->rows, 0)) return 0;
      const ELEMENT *row = ROWS(row_at)(model, examples, count, i);
      const ELEMENT *next = ROWS(row_at)(model, examples, count, i + ROWS_AHEAD);
      EACH_VECTOR if (8 * v % LINE == 0) __builtin_prefetch(next + 8 * v);
      EACH_VECTOR if (v + 1 < vectors) x[v] = LOAD_ELEMENTS(row + 8 * v);
      ROWS(load_end)(model, &end, row, x + vectors - 1);
      lanes products = 0;
      EACH_VECTOR products = FMA(x[v], at[v], products);
      const lanes weight = model->scale * (ROWS(response)(model, example) - sum_of_lanes(&products));
      EACH_VECTOR sums[v] = FMA(x[v], weight, sums[v]);
    }
    EACH_VECTOR total[v] += sums[v];
  }
  memcpy(gradient, total, model->columns * sizeof *gradient);
  return 1;
}

// Any number of columns, without room on the stack for them.
INLINE int ROWS_BODY(cpk_add_wide_linear_gradient)(const ROWS(least_squares) *model, const int32_t *examples,
                                                   size_t count, double *gradient) {
  return ROWS(add_rows_by_four)(model, examples, count, gradient);
}

#if defined(__x86_64__)
// The same sums by rows in registers, of which AVX-512 alone has enough.
FOR_AVX512 static int ROWS(add_gradient_in_registers)(const ROWS(least_squares) *model, const int32_t *examples,
                                                  size_t count, double *gradient) {
#define CASE(VECTORS) \
  case VECTORS:       \
    return ROWS(add_rows_in_registers)(model, VECTORS, examples, count, gradient);
  switch ((model->columns + 7) / 8) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12) CASE(13)
    CASE(MOST_VECTORS)
    default: return 0;
  }
#undef CASE
}
#endif
