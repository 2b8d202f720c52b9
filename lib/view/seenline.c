/*
 * Names of files and clients come from others: none of them can write a word of
 * the line, or a line.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/append.h"
#include "daemon/log.h"
#include "map/mac.h"
#include "view/seenline.h"

#define SHOWN_SIZE 512

static void
add(struct append *a, const char *word, const char *text)
{
	char shown[SHOWN_SIZE];

	append_cut(a, "%s%s", word,
	    log_visible(shown, sizeof(shown), text, strlen(text)));
}

static void
add_client(struct append *a, const struct seenline *l)
{
	char mac[MAC_TEXT_SIZE];

	append_cut(a, "client=%s mac=%s", l->client,
	    l->mac == NULL ? "-" : mac_text(l->mac, mac));
	add(a, " name=", l->name == NULL ? "" : l->name);
}

void
seenline_text(const struct seenline *l, char *buf, size_t size)
{
	const char *odd = seen_odd_text(l->odd);
	struct append a = {.buf = buf, .size = size};

	add(&a, "file=", l->file);
	if (l->generated != NULL)
		append_cut(&a, " generated=%s", l->generated);
	if (l->asked != NULL)
		add(&a, " asked=", l->asked);
	if (odd != NULL)
		append_cut(&a, " odd=%s", odd);
	append_cut(&a, " ");
	add_client(&a, l);
}

void
seenline_client(const struct seenline *l, char *buf, size_t size)
{
	struct append a = {.buf = buf, .size = size};

	add_client(&a, l);
}
