/*
 * What is noted while another program's files are read: what has no word here,
 * and texts that have to live on.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/foreign/importedtext.h"

/* Lines back in which a line is looked for that says the same. */
#define SAID_MAX 2048
/* At 10 ns each half a minute; 10,000 hosts on 8 nets take a tenth of it. Tests build
 * it with less. */
#ifndef WORK_MAX
#define WORK_MAX 3000000000ULL
#endif

/* What many inherit is said once. */
static int
is_said(const struct imported *im, unsigned from, const char *text)
{
	const size_t n = im->mistakes.n;

	for (size_t i = n; i > 0 && n - i < SAID_MAX; i--)
		if (im->mistakes.list[i - 1].line == from &&
		    strcmp(im->mistakes.list[i - 1].text, text) == 0)
			return 1;
	return 0;
}

/* Says it, unless it is said; what may be NULL. */
static void
say(struct imported *im, int is_warning, unsigned from, const char *what,
    const char *reason)
{
	struct mistakes *m = &im->mistakes;
	const size_t n = m->n;
	char shown[IMPORTED_TEXT_SIZE(128)], text[1024];
	int at;

	at = snprintf(text, sizeof(text), "%s%s%s", is_warning ? "" :
	    "not translated: ", what == NULL ? "" : imported_text(
	    shown, sizeof(shown), what, strlen(what)), what == NULL ? "" : " ");
	snprintf(text + at, sizeof(text) - (size_t)at, "%s", reason);
	if (is_said(im, from, text))
		return;
	if (is_warning)
		mistake_warn(m, from, "%s", text);
	else
		mistake_add(m, from, "%s", text);
	if (m->n > n)
		m->list[n].reason = (size_t)at;
}

void
imported_refuse(struct imported *im, unsigned from, const char *what,
    const char *reason)
{
	say(im, 0, from, what, reason);
}

void
imported_warn(struct imported *im, unsigned from, const char *what,
    const char *text)
{
	say(im, 1, from, what, text);
}

const char *
imported_keep(struct imported *im, const char *text)
{
	char **kept = reallocarray(im->kept, im->kept_n + 1, sizeof(*kept));

	if (kept != NULL)
		im->kept = kept;
	if (kept == NULL || (kept[im->kept_n] = strdup(text)) == NULL) {
		im->no_memory = 1;
		return "";
	}
	return im->kept[im->kept_n++];
}

int
imported_is_too_much(const struct imported *im)
{
	return im->work > WORK_MAX;
}
