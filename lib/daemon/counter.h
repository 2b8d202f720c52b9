/*
 * Counting what was done, and rendering it: one line for the log, and the text
 * that Prometheus reads. Pure.
 *
 * A family is one thing that is counted, such as refused requests. If it has a
 * label, each word of the label is counted for itself, such as each reason.
 */
#ifndef COUNTER_H
#define COUNTER_H

#include <stddef.h>
#include <stdint.h>

#define COUNTER_MAX 96		/* words of all families */
#define COUNTER_WORD_SIZE 40
#define COUNTER_LINE_SIZE 4000
#define COUNTER_TEXT_SIZE 16384

struct counter_family {
	const char *name;	/* for Prometheus */
	const char *brief;	/* in the log */
	const char *help;
	const char *label;	/* NULL: there are no words */
	int is_gauge;
};

/* What is written for each event comes first, and on one page. */
struct counters {
	uint64_t value[COUNTER_MAX];	/* since the start */
	uint64_t written[COUNTER_MAX];	/* of it, added to the file */
	const struct counter_family *family;
	size_t families, n;
	struct {
		size_t family;
		char word[COUNTER_WORD_SIZE];	/* "": no label */
	} counter[COUNTER_MAX];
};

/* Begins with all families, which are kept, and 0 where there are no words. */
void counters_begin(struct counters *c, const struct counter_family *family,
    size_t families);

/*
 * Adds n. The word is what text begins with in letters, digits and hyphens;
 * NULL where there are none. A word too many is not counted.
 */
void counters_add(struct counters *c, size_t family, const char *text,
    uint64_t n);

/* Sets a gauge. */
void counters_set(struct counters *c, size_t family, uint64_t n);

/* Writes "transfers=1 refused:not-found=2 ...", cut at size; returns buf. */
char *counters_line(const struct counters *c, char *buf, size_t size);

/*
 * Reads what counters_text() has written, n bytes, into total[], by place in
 * c, which learns the words. Lines that are of no family are passed over.
 */
void counters_read(struct counters *c, const char *text, size_t n,
    uint64_t total[COUNTER_MAX]);

/*
 * Adds to total[] what was counted since it was last written; a gauge takes
 * its place.
 */
void counters_sum(const struct counters *c, uint64_t total[COUNTER_MAX]);

/* Renders total[] for Prometheus: the length, or 0: it does not fit. */
size_t counters_text(const struct counters *c,
    const uint64_t total[COUNTER_MAX], char *buf, size_t size);

/* Whether there is something that was not written; and notes that it was. */
int counters_changed(const struct counters *c);
void counters_written(struct counters *c);

#endif
