/*
 * Texts that stay.
 */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/see/report/kept.h"

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

const char *
kept_text(struct kept *k, const char *text)
{
	const char *const *found = tfind(text, &k->root, compare);
	char *copy;

	if (found != NULL)
		return *found;
	if (text[0] == '\0')
		return "";
	if ((copy = strdup(text)) == NULL)
		return NULL;
	if (tsearch(copy, &k->root, compare) == NULL) {
		free(copy);
		return NULL;
	}
	return copy;
}

void
kept_free(struct kept *k)
{
	tdestroy(k->root, free);
	k->root = NULL;
}
