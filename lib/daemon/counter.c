/*
 * Counters: words of families, their line and their text.
 *
 * The text is the exposition format of Prometheus, version 0.0.4: the samples
 * of a family follow its HELP and TYPE.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/append.h"
#include "daemon/counter.h"

#define WORD_CHARACTERS "abcdefghijklmnopqrstuvwxyz" \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

/* The place of a word of n bytes, made if need be; COUNTER_MAX: no room. */
static size_t
place(struct counters *c, size_t family, const char *word, size_t n)
{
	size_t i;

	if (n >= COUNTER_WORD_SIZE)
		n = COUNTER_WORD_SIZE - 1;
	for (i = 0; i < c->n; i++)
		if (c->counter[i].family == family &&
		    strncmp(c->counter[i].word, word, n) == 0 &&
		    c->counter[i].word[n] == '\0')
			return i;
	if (i == COUNTER_MAX)
		return i;
	c->counter[i].family = family;
	memcpy(c->counter[i].word, word, n);
	c->counter[i].word[n] = '\0';
	c->n++;
	return i;
}

void
counters_begin(struct counters *c, const struct counter_family *family,
    size_t families)
{
	memset(c, 0, sizeof(*c));
	c->family = family;
	c->families = families;
	for (size_t i = 0; i < families; i++)
		if (family[i].label == NULL)
			place(c, i, "", 0);
}

void
counters_add(struct counters *c, size_t family, const char *text, uint64_t n)
{
	size_t i = text == NULL ? place(c, family, "", 0) :
	    place(c, family, text, strspn(text, WORD_CHARACTERS));

	if (i < COUNTER_MAX)
		c->value[i] += n;
}

void
counters_set(struct counters *c, size_t family, uint64_t n)
{
	c->value[place(c, family, "", 0)] = n;
}

char *
counters_line(const struct counters *c, char *buf, size_t size)
{
	struct append a = {.buf = buf, .size = size};

	buf[0] = '\0';
	for (size_t f = 0; f < c->families; f++)
		for (size_t i = 0; i < c->n; i++)
			if (c->counter[i].family == f)
				append(&a, "%s%s%s%s=%" PRIu64,
				    a.n == 0 ? "" : " ", c->family[f].brief,
				    c->counter[i].word[0] == '\0' ? "" : ":",
				    c->counter[i].word, c->value[i]);
	return buf;
}

/*
 * Reads 'name 5' or 'name{label="word"} 5' into total[]. Other lines, those
 * that somebody else has written among them, say nothing to us.
 */
static void
read_sample(struct counters *c, const char *line, uint64_t total[COUNTER_MAX])
{
	char name[64], label[32], word[COUNTER_WORD_SIZE] = "";
	uint64_t n;
	size_t i;
	int at = 0;

	if (sscanf(line, "%63[a-z_] %n", name, &at) == 1 &&
	    isdigit((unsigned char)line[at]))
		label[0] = '\0';
	else if (sscanf(line, "%63[a-z_]{%31[a-z]=\"%39[" WORD_CHARACTERS
	    "]\"} %n", name, label, word, &at) != 3 ||
	    !isdigit((unsigned char)line[at]))
		return;
	errno = 0;
	n = strtoull(line + at, NULL, 10);
	if (errno != 0)
		return;
	for (size_t f = 0; f < c->families; f++) {
		const struct counter_family *family = &c->family[f];

		if (strcmp(family->name, name) != 0 || strcmp(label,
		    family->label == NULL ? "" : family->label) != 0)
			continue;
		i = place(c, f, word, strlen(word));
		if (i < COUNTER_MAX)
			total[i] = n;
	}
}

void
counters_read(struct counters *c, const char *text, size_t n,
    uint64_t total[COUNTER_MAX])
{
	char line[256];
	const char *end;
	size_t length;

	memset(total, 0, COUNTER_MAX * sizeof(*total));
	while (n > 0 && (end = memchr(text, '\n', n)) != NULL) {
		length = (size_t)(end - text);
		if (length < sizeof(line)) {
			memcpy(line, text, length);
			line[length] = '\0';
			read_sample(c, line, total);
		}
		text = end + 1;
		n -= length + 1;
	}
}

void
counters_sum(const struct counters *c, uint64_t total[COUNTER_MAX])
{
	for (size_t i = 0; i < c->n; i++)
		if (c->family[c->counter[i].family].is_gauge)
			total[i] = c->value[i];
		else
			total[i] += c->value[i] - c->written[i];
}

size_t
counters_text(const struct counters *c, const uint64_t total[COUNTER_MAX],
    char *buf, size_t size)
{
	struct append a = {.buf = buf, .size = size};

	for (size_t f = 0; f < c->families; f++) {
		const struct counter_family *family = &c->family[f];

		append(&a, "# HELP %s %s\n# TYPE %s %s\n", family->name,
		    family->help, family->name,
		    family->is_gauge ? "gauge" : "counter");
		for (size_t i = 0; i < c->n; i++) {
			if (c->counter[i].family != f)
				continue;
			if (family->label == NULL)
				append(&a, "%s %" PRIu64 "\n", family->name,
				    total[i]);
			else
				append(&a, "%s{%s=\"%s\"} %" PRIu64 "\n",
				    family->name, family->label,
				    c->counter[i].word, total[i]);
		}
	}
	return a.full ? 0 : a.n;
}

int
counters_changed(const struct counters *c)
{
	return memcmp(c->value, c->written, sizeof(c->value)) != 0;
}

void
counters_written(struct counters *c)
{
	memcpy(c->written, c->value, sizeof(c->written));
}
