/*
 * One path after the other; each file is looked at once, however many lines
 * name it.
 */
#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "beneath.h"
#include "client.h"
#include "mappath.h"
#include "mapvalue.h"

#define BOOTFILE_MAX 127	/* of file[128] in a BOOTP packet (RFC 951) */

/* A file that was looked at. */
struct looked {
	const char *reason;	/* NULL: it is good */
	char path[];
};

static int
looked_order(const void *a, const void *b)
{
	const struct looked *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* Whether tftpd would send the file; each is looked at once. */
static const char *
file_reason(struct check *c, const char *path)
{
	struct looked *l = malloc(sizeof(*l) + strlen(path) + 1);
	void *found;

	if (l == NULL)
		return strerror(ENOMEM);
	strcpy(l->path, path);
	if ((found = tfind(l, &c->files, looked_order)) != NULL) {
		free(l);
		return (*(struct looked **)found)->reason;
	}
	l->reason = beneath_reason(c->rootfd, path);
	if (tsearch(l, &c->files, looked_order) == NULL) {
		free(l);
		return strerror(ENOMEM);
	}
	return l->reason;
}

void
check_path(struct check *c, struct mapentry *e, const char *image,
    const char *text, int is_bootfile, const char *said)
{
	char path[CLIENT_PATH_SIZE];
	const char *reason;

	if (value_is_url(text))
		return;
	if (text[0] != '/' && image == NULL) {
		mistake_add(c->mistakes, e->line, "%s is relative, and the "
		    "line has no image: begin it with /", said);
		e->bad = 1;
		return;
	}
	if (text[0] == '/')
		snprintf(path, sizeof(path), "%s", text + 1);
	else
		snprintf(path, sizeof(path), "%s/%s", image, text);
	if (is_bootfile && strlen(path) > BOOTFILE_MAX) {
		mistake_add(c->mistakes, e->line, "%s: a boot file's path "
		    "has at most %d bytes, this one has %zu", said,
		    BOOTFILE_MAX, strlen(path));
		e->bad = 1;
	} else if ((reason = file_reason(c, path)) != NULL) {
		mistake_add(c->mistakes, e->line, "%s: cannot send %s: %s",
		    said, path, reason);
		e->bad = 1;
	}
}

void
check_paths_free(struct check *c)
{
	tdestroy(c->files, free);
	c->files = NULL;
}
