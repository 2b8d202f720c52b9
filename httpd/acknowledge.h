/*
 * Waiting until a client has what was sent to it.
 */
#ifndef ACKNOWLEDGE_H
#define ACKNOWLEDGE_H

#include <stdint.h>

/*
 * Waits until no more than n of the bytes that were sent since begun_us (now_us())
 * are without acknowledgement. 0; -1: errno, EAGAIN where the client takes nothing
 * any more, ETIME where acknowledge_is_overdue() says so.
 */
int acknowledge_wait(int fd, int n, uint64_t bytes, uint64_t begun_us);

/*
 * Whether the place is wanted for somebody else (leave.h), and the client takes too
 * little of the bytes that were sent.
 */
int acknowledge_is_overdue(int fd, uint64_t bytes);

#endif
