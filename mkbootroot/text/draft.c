/*
 * The draft of a record: fields and mistakes as the line's words bring them.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "mkbootroot/text/draft.h"

void
draft_mistake(struct draft *d, const char *format, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	mistake_add(d->mistakes, d->line, "%s", text);
	d->bad = 1;
}

void
draft_append(struct draft *d, enum map_field tag, unsigned arch,
    const void *bytes, size_t n)
{
	size_t new_n = record_append(d->record, sizeof(d->record), d->n,
	    (unsigned char)tag, arch, bytes, n);

	if (new_n != 0) {
		d->tags |= (uint64_t)1 << tag;
		d->n = new_n;
		return;
	}
	if (!d->full)
		draft_mistake(d, "the line says too much: a record has at "
		    "most %d bytes", MAP_RECORD_MAX);
	d->full = 1;
}

struct record
draft_record(const struct draft *d)
{
	return (struct record){ .bytes = d->record + RECORD_START,
	    .n = d->n > RECORD_START ? d->n - RECORD_START : 0 };
}

int
draft_has(const struct draft *d, enum map_field tag, unsigned arch)
{
	struct record r = draft_record(d);
	struct field f;
	size_t pos = 0;

	if ((d->tags >> tag & 1) == 0)
		return 0;
	while (record_next(&r, &pos, &f) == 1)
		if (f.tag == tag && f.arch == arch)
			return 1;
	return 0;
}

int
draft_has_value(const struct draft *d, enum map_field tag, const void *bytes,
    size_t n)
{
	struct record r = draft_record(d);
	struct field f;
	size_t pos = 0;

	if ((d->tags >> tag & 1) == 0)
		return 0;
	while (record_next(&r, &pos, &f) == 1)
		if (f.tag == tag && f.n == n && memcmp(f.text, bytes, n) == 0)
			return 1;
	return 0;
}

const char *
draft_subject(const struct draft *d)
{
	switch (d->subject) {
	case SUBJECT_PREFIX:
		return "a prefix of addresses";
	case SUBJECT_DEFAULT:
		return "default";
	case SUBJECT_NET:
		return "net";
	case SUBJECT_IMAGE:
		return "image";
	case SUBJECT_GROUP:
		return "group";
	case SUBJECT_REMAP:
		return "remap";
	default:
		return "a client";
	}
}
