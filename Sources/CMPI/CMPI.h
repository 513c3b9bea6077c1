// The parts of MPI that the command calls. What MPI spells as a macro is a function here, which Swift can call.
#ifndef CMPI_H
#define CMPI_H

#include <mpi.h>
#include <stddef.h>

// Joins the ranks. From now on one thread at a time calls MPI.
static inline void cmpi_begin(void) {
  int provided;
  MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &provided);
}

static inline int cmpi_rank(void) {
  int rank;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

static inline int cmpi_count(void) {
  int count;
  MPI_Comm_size(MPI_COMM_WORLD, &count);
  return count;
}

// Says that this rank has come to a meeting.
static inline MPI_Request cmpi_arrive(void) {
  MPI_Request meeting;
  MPI_Ibarrier(MPI_COMM_WORLD, &meeting);
  return meeting;
}

// Whether all ranks have come to it.
static inline int cmpi_all_are_here(MPI_Request *meeting) {
  int all;
  MPI_Test(meeting, &all, MPI_STATUS_IGNORE);
  return all;
}

// Gives every rank one number of each.
static inline void cmpi_gather(int number, int *numbers) {
  MPI_Allgather(&number, 1, MPI_INT, numbers, 1, MPI_INT, MPI_COMM_WORLD);
}

// Gives every rank the bytes of rank 0.
static inline void cmpi_broadcast(void *bytes, int count) { MPI_Bcast(bytes, count, MPI_BYTE, 0, MPI_COMM_WORLD); }

// Leaves, once all ranks do.
static inline void cmpi_end(void) { MPI_Finalize(); }

// Ends all ranks at once.
static inline void cmpi_abort(int status) { MPI_Abort(MPI_COMM_WORLD, status); }

#endif
