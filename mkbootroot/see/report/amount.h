/*
 * Amounts as people read them: bytes, rates, durations and times of day. Pure.
 */
#ifndef AMOUNT_H
#define AMOUNT_H

#include <stddef.h>
#include <stdint.h>

#define AMOUNT_SIZE 48

/* "812 bytes", "45.1 MB": a thousand bytes are a kB, as in the log's rates. */
char *amount_bytes(char buf[AMOUNT_SIZE], uint64_t bytes);

/* "11.8 MB/s"; "-": it took no time that was measured. */
char *amount_rate(char buf[AMOUNT_SIZE], uint64_t bytes, int64_t us);

/* "9.1 ms", "0.12 s", "34.0 s", "2 min 5 s", "1 h 2 min", "3 d 4 h". */
char *amount_time(char buf[AMOUNT_SIZE], int64_t us);

/* The same of whole seconds: "5 s". */
char *amount_whole(char buf[AMOUNT_SIZE], int64_t us);

/* 1 "machine", 2 "machines": one and many are the words. */
char *amount_of(char buf[AMOUNT_SIZE], size_t n, const char *one,
    const char *many);

#endif
