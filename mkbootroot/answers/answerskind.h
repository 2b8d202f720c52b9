/*
 * Of which kind the answers in a file are, by what is in it; the names user-data,
 * meta-data, vendor-data and network-config count as well, because nothing in
 * these files says what they are. Pure.
 */
#ifndef ANSWERSKIND_H
#define ANSWERSKIND_H

#include <stddef.h>

#include "map/answers.h"

/* ANSWERS_NONE: of none that is known. name is the file's, without its folder. */
enum answers_kind answers_see(const char *name, const char *bytes, size_t n);

/* Whether a text of JSON's kind has what Jsonnet has, and JSON has not. */
int answers_is_jsonnet(const char *bytes, size_t n);

#endif
