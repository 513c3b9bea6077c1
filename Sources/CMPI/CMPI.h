// The parts of MPI that the command calls. What MPI spells as a macro is a function here, which Swift can call.
#ifndef CMPI_H
#define CMPI_H

#include <mpi.h>
#include <stddef.h>

// Joins the ranks.
static inline void cmpi_begin(void) {
  int provided;
  MPI_Init_thread(NULL, NULL, MPI_THREAD_MULTIPLE, &provided);
}

// Whether any thread may call MPI at any time; otherwise one does at a time.
static inline int cmpi_takes_all_threads(void) {
  int provided;
  MPI_Query_thread(&provided);
  return provided == MPI_THREAD_MULTIPLE;
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

// Gives every rank so many numbers of each, which each has put in its own place among all.
static inline void cmpi_gather_numbers(double *numbers, int count) {
  MPI_Allgather(MPI_IN_PLACE, 0, MPI_DOUBLE, numbers, count, MPI_DOUBLE, MPI_COMM_WORLD);
}

// Gives every rank the bytes of rank 0.
static inline void cmpi_broadcast(void *bytes, int count) { MPI_Bcast(bytes, count, MPI_BYTE, 0, MPI_COMM_WORLD); }

// The seconds of a sum of some numbers over all ranks, on average of a few. All ranks call it.
static inline double cmpi_allreduce_seconds(double *numbers, int count) {
  MPI_Barrier(MPI_COMM_WORLD);
  double began = MPI_Wtime();
  for (int i = 0; i < 20; i++) MPI_Allreduce(MPI_IN_PLACE, numbers, count, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
  return (MPI_Wtime() - began) / 20;
}

// The seconds of giving every rank so many numbers of each, on average of a few. All ranks call it.
static inline double cmpi_gather_seconds(double *numbers, int count) {
  MPI_Barrier(MPI_COMM_WORLD);
  double began = MPI_Wtime();
  for (int i = 0; i < 20; i++) cmpi_gather_numbers(numbers, count);
  return (MPI_Wtime() - began) / 20;
}

// Sends bytes to a rank, under a tag.
static inline void cmpi_send(const void *bytes, int count, int rank, int tag) {
  MPI_Send(bytes, count, MPI_BYTE, rank, tag, MPI_COMM_WORLD);
}

// Whether bytes have come under a tag, from a rank, or from any where it is negative: from which, and how many.
static inline int cmpi_has_come(int *rank, int tag, int *count) {
  int has_come;
  MPI_Status status;
  MPI_Iprobe(*rank < 0 ? MPI_ANY_SOURCE : *rank, tag, MPI_COMM_WORLD, &has_come, &status);
  if (has_come) {
    *rank = status.MPI_SOURCE;
    MPI_Get_count(&status, MPI_BYTE, count);
  }
  return has_come;
}

// Takes bytes that have come.
static inline void cmpi_receive(void *bytes, int count, int rank, int tag) {
  MPI_Recv(bytes, count, MPI_BYTE, rank, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

// Leaves, once all ranks do.
static inline void cmpi_end(void) { MPI_Finalize(); }

// Ends all ranks at once.
static inline void cmpi_abort(int status) { MPI_Abort(MPI_COMM_WORLD, status); }

#endif
