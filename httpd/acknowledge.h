/*
 * Waiting until a client has what was sent to it.
 */
#ifndef ACKNOWLEDGE_H
#define ACKNOWLEDGE_H

#include <stdint.h>

/*
 * Waits until no more than n of the bytes that were sent since begun_us (now_us())
 * are without acknowledgement. 0; -1: errno, EAGAIN where the client takes nothing
 * any more.
 */
int acknowledge_wait(int fd, int n, uint64_t bytes, uint64_t begun_us);

#endif
