/*
 * Three segments: the head, the file as it lies there, the end.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "config/cpio.h"
#include "file/lastpart.h"
#include "view/archivefile.h"

int
archivefile_path(const char *path, char *file, size_t size)
{
	const size_t n = strlen(path), suffix = strlen(ARCHIVEFILE_SUFFIX);

	if (n <= suffix || n - suffix >= size || path[n - suffix - 1] == '/' ||
	    strcmp(path + n - suffix, ARCHIVEFILE_SUFFIX) != 0)
		return 0;
	memcpy(file, path, n - suffix);
	file[n - suffix] = '\0';
	return 1;
}

enum view_verdict
archivefile_open(struct bootfile *b, int root_fd, const char *file,
    struct view_made *made, struct view_why *why)
{
	const char *name = last_part(file);
	const size_t head = cpio_file_at(name);
	struct bootfile inner = {.n = 0};
	enum view_verdict verdict;
	size_t tail;

	verdict = bootfile_open(&inner, root_fd, file, why);
	if (verdict != VIEW_OPEN)
		return verdict;
	tail = cpio_tail_size((size_t)inner.size);
	if (inner.size > UINT32_MAX ||
	    (made->bytes = malloc(head + tail)) == NULL) {
		verdict = view_refuse_system(why, inner.size > UINT32_MAX ?
		    EFBIG : errno);
		bootfile_close(&inner);
		return verdict;
	}
	made->text = NULL;
	made->text_n = 0;
	cpio_head(made->bytes, name, (size_t)inner.size);
	cpio_tail(made->bytes + head, (size_t)inner.size);
	bootfile_add_memory(b, made->bytes, head);
	b->segment[b->n++] = inner.segment[0];
	b->size += inner.size;
	bootfile_add_memory(b, made->bytes + head, tail);
	return VIEW_OPEN;
}
