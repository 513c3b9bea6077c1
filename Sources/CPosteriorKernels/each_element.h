// Includes ROWS_FILE for a design of doubles and for one of floats: ELEMENT, of which LOAD_ELEMENTS takes eight as
// doubles. ROWS and ROWS_BODY make the names. All arithmetic is in double precision.
#ifndef EACH_ELEMENT_H
#define EACH_ELEMENT_H

#include "dispatch.h"

typedef float unaligned_floats __attribute__((ext_vector_type(8), aligned(4)));

// The elements of a cache line.
#define LINE (64 / sizeof(ELEMENT))

#define ELEMENT double
#define LOAD_ELEMENTS(POINTER) LOAD_LANES(POINTER)
#define ROWS(NAME) NAME##_of_doubles
#define ROWS_BODY(NAME) NAME##_body
#include ROWS_FILE
#undef ELEMENT
#undef LOAD_ELEMENTS
#undef ROWS
#undef ROWS_BODY

#define ELEMENT float
#define LOAD_ELEMENTS(POINTER) __builtin_convertvector(*(const unaligned_floats *)(POINTER), lanes)
#define ROWS(NAME) NAME##_of_floats
#define ROWS_BODY(NAME) NAME##_single_body
#include ROWS_FILE

#endif
