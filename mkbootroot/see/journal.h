/*
 * The journal of systemd, by its own program.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <sys/types.h>

/*
 * Whether who runs us may not read what the servers write there. journalctl -q shows
 * such a user his own lines, and does not say that there are others.
 */
int journal_is_hidden(void);

/*
 * Starts journalctl for the lines of the three servers. Returns what it
 * writes; said is a file of what it says of faults. -1: see errno. It ends
 * with us at the latest.
 */
int journal_start(int follows, const char *since, pid_t *child, int *said);

/*
 * Ends it, if is_early; else it has closed what it writes, and its end is waited
 * for. 0: it went well, or was ended by us; -1: text says what it said last, or
 * how it ended.
 */
int journal_end(pid_t child, int is_early, int said, char *text, size_t size);

#endif
