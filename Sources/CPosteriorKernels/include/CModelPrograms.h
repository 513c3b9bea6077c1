// Programs of models (model_program.c): instructions over vectors of eight numbers.
#ifndef C_MODEL_PROGRAMS_H
#define C_MODEL_PROGRAMS_H

#include <stddef.h>
#include <stdint.h>

// Functions of single values. Comparisons are 1 where they hold and 0 elsewhere; SELECT is the second where the first
// is not 0, else the third.
enum {
  CPK_COPY,
  CPK_NEGATE,
  CPK_RECIPROCAL,
  CPK_SQUARE,
  CPK_SQRT,
  CPK_ABS,
  CPK_SIGN,
  CPK_EXP,
  CPK_EXPM1,
  CPK_LOG,
  CPK_LOG1P,
  CPK_SIN,
  CPK_COS,
  CPK_ARCTANGENT,
  CPK_TANH,
  CPK_LOGISTIC,
  CPK_SOFTPLUS,
  CPK_LOG_GAMMA,
  CPK_DIGAMMA,
  CPK_NORMAL_CDF,
  CPK_LOG_NORMAL_CDF,
  CPK_ADD,
  CPK_SUBTRACT,
  CPK_MULTIPLY,
  CPK_DIVIDE,
  CPK_POWER,
  CPK_MINIMUM,
  CPK_MAXIMUM,
  CPK_LOG_ADD_EXP,
  CPK_LESS,
  CPK_LESS_OR_EQUAL,
  CPK_EQUAL,
  // P(b, a) and 1 - P(b, a), P being the incomplete gamma function; Student's distribution function at a, of b degrees
  // of freedom.
  CPK_GAMMA_CDF,
  CPK_GAMMA_TAIL,
  CPK_STUDENT_CDF,
  CPK_SELECT,
  // a * b + c, a * b - c, c - a * b, a * (b - c), each operation rounded.
  CPK_MULTIPLY_ADD,
  CPK_MULTIPLY_SUBTRACT,
  CPK_SUBTRACT_PRODUCT,
  CPK_MULTIPLY_DIFFERENCE,
  // a - exp(b), a - 1/(1 + e^-b).
  CPK_SUBTRACT_EXP,
  CPK_SUBTRACT_LOGISTIC,
  CPK_ELEMENTWISE_COUNT
};

// What else instructions do. `a` and `b` are operands, `to` a place in the scratch memory, `length` and `other`
// numbers.
enum {
  // Scalars and vectors. A vector's last element is repeated behind it, to a multiple of eight.
  CPK_PARAMETER = CPK_ELEMENTWISE_COUNT,  // elements `other` to `other + length` of the position
  CPK_PARAMETERS,                         // the same elements as `length` single values
  CPK_EXAMPLES,                           // the scale times the number of examples
  CPK_ZERO,                               // zeros, `length` being a multiple of eight
  CPK_PLACE,                              // a's `length` elements
  CPK_PLACE_ONES,                         // a's one value, and b's, and c's if `length` is 3
  CPK_FACTORS,                            // a's `length` elements, b's one if `other`, and zeros to a multiple of eight
  CPK_ADD_TO,                             // to += a's `length` elements
  CPK_PAD,                                // the repeats behind a vector of `length` elements
  CPK_ELEMENT,                            // one value: a's element `other`
  CPK_SUM,                                // one value: the sum of a's `length` elements
  CPK_DEVIATIONS,                         // z = c(a - b), b and c of one value; behind it Σ(a - b)z and Σ(a - b)
  CPK_CUMULATIVE_SUM,                     // `other`: from the back
  CPK_GATHER,                             // a's elements at b's places
  CPK_SCATTER,                            // to[b's places] += a, of `length` elements
  // Over examples: registers of a block of 64.
  CPK_LOAD,                               // column `other` of the packed rows
  CPK_LOAD_FOUR,                          // columns `other` to `other + 4`, to as many registers
  CPK_LOAD_PLACES,                        // column `other` as integers
  CPK_CONVERT_PLACES,                     // a as integers
  CPK_ROW_GATHER,                         // a's elements at b's places
  CPK_ROW_GATHER_RUNS,                    // the same, where equal places stand together
  CPK_ROW_SUM,                            // to (eight sums) += a
  CPK_ROW_DOT,                            // to (eight sums) += a * b
  CPK_ROW_SCATTER,                        // to[b's places] += a
  CPK_ROW_SCATTER_RUNS,                   // the same, where equal places stand together
  CPK_PRODUCT,                            // rows' vectors `other` to `other + length` times b's as many
  CPK_PRODUCT_SUM,                        // to += the same vectors of rows times a
  CPK_PRODUCT_TWICE,                      // to += vector `other` of each row times its product with b
  // What the sums over examples come to, times the scale.
  CPK_FINISH_SUM,                         // one value: the sum of a's eight
  CPK_FINISH_VECTOR,                      // a's `length` elements
  CPK_FINISH_SUBTRACT_PRODUCT,            // c less the product of a and b, c's `length` elements being such sums
};

// An operand is a place in one of several memories.
enum { CPK_SCRATCH, CPK_CONSTANTS, CPK_COLUMNS, CPK_PLACES, CPK_MEMORIES };

typedef struct {
  int32_t place;
  uint8_t memory;
  // Whether it is a vector: of one value there are eight copies.
  uint8_t varies;
} cpk_operand;

typedef struct {
  int32_t code;
  // Vectors of eight, or 0 for as many as the block has.
  int32_t count;
  int32_t to;
  int32_t length;
  int32_t other;
  cpk_operand a, b, c;
} cpk_instruction;

// Instructions up to `end`, once or for each block of examples. Those add up `sum_count` numbers, a multiple of eight,
// from `sums` in the scratch memory on.
typedef struct {
  int32_t end;
  int32_t over_examples;
  int32_t sums;
  int32_t sum_count;
} cpk_stage;

typedef struct {
  const cpk_instruction *instructions;
  const cpk_stage *stages;
  size_t stage_count;
  const double *constants;
  // Columns one after another, and places.
  const double *columns;
  const int32_t *places;
  // The rows of columns, `stride` numbers from one to the next, at multiples of 64 bytes where the stride is one of 8;
  // or NULL where no instruction reads them.
  const double *packed;
  size_t stride;
  size_t rows;
  // Doubles of scratch memory, at a multiple of 64 bytes.
  size_t scratch;
  // Where the result is, and of how many elements.
  int32_t result;
  int32_t result_count;
} cpk_program;

// What a program runs on: `count` examples, or all rows where `examples` is NULL, on as many threads at the most. Sums
// over examples are multiplied by the scale.
typedef struct {
  const double *position;
  const int32_t *examples;
  size_t count;
  double scale;
  size_t threads;
} cpk_arguments;

// What becomes of the result.
enum { CPK_SET, CPK_SET_NEGATIVE, CPK_ADD_RESULT };

// Runs a program. Returns 0, having written nothing, where an example is not a row. All rows are taken in chunks
// (program_chunks.c), so that the result does not depend on the threads.
int cpk_run_program(const cpk_program *program, const cpk_arguments *arguments, int mode, double *result,
                    double *scratch);

// The same with scratch memory of its own: on the stack, or the calling thread's.
int cpk_run(const cpk_program *program, const cpk_arguments *arguments, int mode, double *result);

// The number of rows in a chunk of a stage.
size_t cpk_chunk_rows(const cpk_program *program, const cpk_stage *stage);

// One of the functions of single values over arrays: to[i] = f(a[i], b[i], c[i]). Those that the function does not have
// are not read.
void cpk_apply(int code, const double *a, const double *b, const double *c, double *to, size_t count);

#endif
