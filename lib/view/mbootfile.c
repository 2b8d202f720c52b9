/*
 * The medium's file is small, and read at once, so it is of one version.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "config/mboot.h"
#include "view/mbootfile.h"
#include "view/withheld.h"

static enum view_verdict
refuse(const char *text, struct view_why *why)
{
	view_refuse(why, VIEW_CONFIG);
	why->text = text;
	return VIEW_FAILED;
}

/* The file as it lies there: its bytes, to be freed; NULL: *verdict says. */
static char *
read_file(const struct view_asked *q, const char *path, size_t *n,
    enum view_verdict *verdict, struct view_why *why)
{
	struct bootfile file = {.n = 0};
	enum view_reason kept;
	char *bytes = NULL;

	if ((*verdict = bootfile_open(&file, q->root_fd, path, why)) !=
	    VIEW_OPEN)
		return NULL;
	*n = (size_t)file.size;
	bootfile_settle(&file);
	if ((kept = withheld_file(q, path, &file)) != VIEW_NO_REASON)
		*verdict = view_refuse(why, kept);
	else if (file.size > CONFIG_SIZE / 2)
		*verdict = refuse("its boot.cfg is too long", why);
	else if ((bytes = malloc(*n + 1)) == NULL ||
	    bootfile_read(&file, bytes, *n, 0) != (ssize_t)*n)
		*verdict = view_refuse_system(why, errno);
	else if (bootfile_changed(&file))
		*verdict = refuse("its boot.cfg was written to while it was "
		    "read", why);
	bootfile_close(&file);
	if (*verdict == VIEW_OPEN)
		return bytes;
	free(bytes);
	return NULL;
}

enum view_verdict
mbootfile_open(struct bootfile *b, const struct view_asked *q,
    const char *name, struct view_made *made, char *found, size_t found_size,
    struct view_why *why)
{
	enum view_verdict verdict = VIEW_ABSENT;
	const char *path = "", *text;
	struct client as;
	size_t size = 0;
	char *file;
	ssize_t n;

	if (!mboot_client(q->client, name, &as, &path))
		return view_refuse(why, VIEW_NOT_FOUND);
	snprintf(found, found_size, "%s/%s", as.image, path);
	if ((file = read_file(q, found, &size, &verdict, why)) == NULL)
		return verdict;
	if ((made->bytes = malloc(CONFIG_SIZE)) == NULL) {
		verdict = view_refuse_system(why, errno);
	} else if ((n = mboot_render(&as, &q->way, file, size, made->bytes,
	    CONFIG_SIZE, &text)) == -1) {
		verdict = refuse(text, why);
	} else {
		made->text = made->bytes;
		made->text_n = (size_t)n;
		bootfile_add_memory(b, made->bytes, (size_t)n);
	}
	free(file);
	return verdict;
}
