/*
 * What the value of a word must be, and the bytes that the map has for it. Pure.
 */
#ifndef WORDVALUE_H
#define WORDVALUE_H

#include <stddef.h>

#include "mkbootroot/text/valuevariable.h"

#define WORDVALUE_SIZE 8	/* for an address, a number or a MAC address */

enum form {
	FORM_FLAG, FORM_IMAGE, FORM_PATH, FORM_LOCATION, FORM_ARGS,
	FORM_NAME, FORM_ADDRESS, FORM_MAC, FORM_SECONDS, FORM_MILLISECONDS, FORM_QUIRK,
	FORM_CLASS, FORM_BOOTFILE, FORM_HTTP, FORM_PATTERN, FORM_REPLACEMENT, FORM_RULE,
	FORM_ANSWERS
};

/*
 * Value to bytes: *n of them at *bytes, which are the value itself or lie in buf.
 * NULL; or what is wrong, to be read behind "word=value": a constant, or in said.
 */
const char *wordvalue_bytes(enum form form, const char *value,
    unsigned char buf[WORDVALUE_SIZE], const void **bytes, size_t *n,
    char said[VALUEVARIABLE_SIZE]);

#endif
