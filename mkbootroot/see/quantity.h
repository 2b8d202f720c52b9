/*
 * How long, how much and when, in few columns. Each returns buf.
 */
#ifndef QUANTITY_H
#define QUANTITY_H

#include <stddef.h>
#include <stdint.h>

#define QUANTITY_SIZE 32

/* "7 s", "3 min", "2 h", "5 d"; what lies in the future is "0 s". */
char *quantity_span(int64_t us, char buf[QUANTITY_SIZE]);

/* "870 B", "12 KB", "1.3 MB". */
char *quantity_bytes(uint64_t n, char buf[QUANTITY_SIZE]);

/* "9.1 MB/s", "112 MB/s". */
char *quantity_rate(double mb, char buf[QUANTITY_SIZE]);

/*
 * The time of day where this process is: "19:12:31", and if it is not the day of
 * now_us, "11-27 19:12:31".
 */
char *quantity_clock(int64_t us, int64_t now_us, char buf[QUANTITY_SIZE]);

#endif
