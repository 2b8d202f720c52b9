/*
 * A text as somebody looks for it in the file: its blanks and backslashes stay.
 */
#include <stdio.h>
#include <string.h>

#include "mkbootroot/foreign/importedtext.h"

const char *
imported_text(char *dst, size_t size, const char *text, size_t n)
{
	const char *quote = n == 0 || (memchr(text, ' ', n) != NULL &&
	    memchr(text, '"', n) == NULL) ? "\"" : "";
	size_t at;

	at = (size_t)snprintf(dst, size, "%s", quote);
	/* A byte may need four, and a quote and the NUL are behind the last. */
	for (size_t i = 0; i < n && size - at >= 6; i++)
		at += (size_t)snprintf(dst + at, size - at, text[i] >= ' ' &&
		    text[i] <= '~' ? "%c" : "\\%03o", (unsigned char)text[i]);
	snprintf(dst + at, size - at, "%s", quote);
	return dst;
}
