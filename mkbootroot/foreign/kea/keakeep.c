/*
 * What lives as long as the configuration, and the lines that name boot files.
 */
#include <stdlib.h>

#include "mkbootroot/foreign/kea/keaconfig.h"

void *
kea_keep(struct kea *k, size_t n, size_t size)
{
	void **kept = reallocarray(k->kept, k->kept_n + 1, sizeof(*kept));

	if (kept != NULL)
		k->kept = kept;
	if (kept == NULL ||
	    (kept[k->kept_n] = calloc(n + (n == 0), size)) == NULL) {
		k->im->no_memory = 1;
		return NULL;
	}
	return k->kept[k->kept_n++];
}

void
kea_note_file(struct kea *k, unsigned from)
{
	unsigned *line = reallocarray(k->line, k->lines + 1, sizeof(*line));

	if (line == NULL) {
		k->im->no_memory = 1;
		return;
	}
	k->line = line;
	k->line[k->lines++] = from;
}
