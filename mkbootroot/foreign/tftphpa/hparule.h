/*
 * A rule of tftpd-hpa's remap file, tftpd(8) of tftp-hpa, as a remap line of
 * the map. Pure.
 */
#ifndef HPARULE_H
#define HPARULE_H

#include <stddef.h>

#include "map/pattern.h"
#include "map/remap.h"

#define HPARULE_TEXT_SIZE 1024

struct hparule {
	int is_rule;		/* 0: the line says nothing */
	int has_to;
	int words[REMAP_WORDS];
	char from[HPARULE_TEXT_SIZE], to[HPARULE_TEXT_SIZE];
	char alternatives[HPARULE_TEXT_SIZE];
	const char *rest;	/* alternatives of a regular expression that
				   are lines of their own; NULL: no more */
};

/*
 * Takes a line apart: operation, regular expression, replacement. NULL: *r
 * is filled; or why the rule cannot be said in remap lines. While r->rest is
 * set there is a next line of the same rule: hparule_next() makes it.
 */
const char *hparule_parse(const char *line, struct hparule *r);
const char *hparule_next(struct hparule *r);

#endif
