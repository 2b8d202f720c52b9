/*
 * The preseed is small, and read at once, before anything is sent; so it is
 * of one version. The initrd before it is a segment as any file.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "config/cpio.h"
#include "map/preseed.h"
#include "view/preseedfile.h"

/* The text as it lies there: n of its bytes; NULL: *verdict and *why say. */
static char *
read_text(int root_fd, const char *path, size_t *n,
    enum bootfile_verdict *verdict, const char **why)
{
	struct bootfile b = {.n = 0};
	char *text = NULL;

	if ((*verdict = bootfile_open(&b, root_fd, path, why)) !=
	    BOOTFILE_OPEN) {
		if (*verdict == BOOTFILE_ABSENT)
			*why = "preseed-not-found";
		return NULL;
	}
	*verdict = BOOTFILE_FAILED;
	*n = (size_t)b.size;
	if (b.size > PRESEED_SIZE_MAX)
		*why = "preseed-too-long";
	else if ((text = malloc(*n + 1)) == NULL ||
	    bootfile_read(&b, text, *n, 0) != (ssize_t)*n)
		*why = strerror(errno);
	else if (bootfile_changed(&b))
		*why = "preseed-changed";
	else
		*verdict = BOOTFILE_OPEN;
	bootfile_close(&b);
	if (*verdict == BOOTFILE_OPEN)
		return text;
	free(text);
	return NULL;
}

/* Fills the text and appends it to *b: as it is, or in an archive. */
static enum bootfile_verdict
append(struct bootfile *b, const struct client *c, enum preseed_part part,
    const char *text, size_t n, char **made, const char **why)
{
	const int archive = part == PRESEED_AS_INITRD;
	const size_t pad = !archive || b->n == 0 ? 0 : cpio_pad_size(b->size);
	const size_t at = pad + (archive ? cpio_file_at(PRESEEDFILE_NAME) : 0);
	ssize_t filled = preseed_fill(text, n, c, NULL, why);
	size_t size;

	if (filled == -1)
		return BOOTFILE_FAILED;
	size = archive ? pad + cpio_file_size(PRESEEDFILE_NAME,
	    (size_t)filled) : (size_t)filled;
	if ((*made = malloc(size + 1)) == NULL) {
		*why = strerror(errno);
		return BOOTFILE_FAILED;
	}
	preseed_fill(text, n, c, *made + at, why);
	if (pad > 0)
		cpio_pad(*made, b->size);
	if (archive)
		cpio_file(*made + pad, PRESEEDFILE_NAME, *made + at,
		    (size_t)filled);
	bootfile_add_memory(b, *made, size);
	return BOOTFILE_OPEN;
}

/* The initrd that the archive goes behind, if there is one. */
static enum bootfile_verdict
open_initrd(struct bootfile *b, int root_fd, const char *path,
    const char **why)
{
	enum bootfile_verdict verdict;

	if (path[0] == '\0')
		return BOOTFILE_OPEN;
	verdict = bootfile_open(b, root_fd, path, why);
	return verdict == BOOTFILE_ABSENT ? BOOTFILE_FAILED : verdict;
}

enum bootfile_verdict
preseedfile_open(struct bootfile *b, int root_fd, const struct client *c,
    const struct preseed_wanted *w, char **made, const char **found,
    const char **why)
{
	enum bootfile_verdict verdict;
	size_t n = 0;
	char *text;

	*found = w->text;
	if ((text = read_text(root_fd, w->text, &n, &verdict, why)) == NULL)
		return verdict == BOOTFILE_ABSENT ? BOOTFILE_FAILED : verdict;
	if ((verdict = open_initrd(b, root_fd, w->initrd, why)) !=
	    BOOTFILE_OPEN) {
		*found = w->initrd;
	} else if ((verdict = append(b, c, w->part, text, n, made, why)) !=
	    BOOTFILE_OPEN) {
		bootfile_close(b);
	} else if (w->initrd[0] != '\0')
		*found = w->initrd;
	free(text);
	return verdict;
}
