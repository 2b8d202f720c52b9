/*
 * One writer at a time: a lock file beside what is written.
 */
#ifndef LOCK_H
#define LOCK_H

#include <sys/types.h>

#define LOCK_WAIT_S 10

/*
 * Makes the file `name` in a folder and locks it; waits up to wait_s seconds
 * for another holder. Returns its descriptor, which holds the lock until it
 * is closed; the file is empty or is what a killed holder left. -1: errno;
 * EAGAIN: *holder has it (0: who is not known).
 */
int lock_take(int dirfd, const char *name, int wait_s, pid_t *holder);

/* Removes the file and gives the lock back. */
void lock_drop(int dirfd, const char *name, int fd);

#endif
