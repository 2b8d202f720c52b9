/*
 * shim says in itself what it starts, from the folder that it was loaded
 * from; one that does not is believed to start its arch's GRUB.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/beneath.h"
#include "map/map.h"
#include "mkbootroot/image/loaderfile.h"

#define PATH_SIZE (MAP_NAME_MAX + MAP_TEXT_MAX + SHIM_NEXT_SIZE + 8)

/* 0; -1: it cannot be read, or is no regular file. */
static int
read_program(int rootfd, const char *path, struct efiprogram *e)
{
	struct efifile f = { .fd = beneath_open(rootfd, path,
	    O_RDONLY | O_NONBLOCK) };
	struct stat st;
	int is_file;

	if (f.fd == -1)
		return -1;
	is_file = fstat(f.fd, &st) == 0 && S_ISREG(st.st_mode);
	if (is_file)
		efiprogram_read(&f, e);
	close(f.fd);
	return is_file ? 0 : -1;
}

/* Reads what a shim starts. 1: it is there. */
static int
read_next(int rootfd, const char *path, const struct efiprogram *first,
    struct loaderfile *l, struct efiprogram *next)
{
	const char *slash = strrchr(path, '/');
	const char *name = first->shim.next;
	char beside[PATH_SIZE];
	int n;

	if (name[0] == '\0' && first->kind == LOADER_SHIM)
		name = loader_next_of_shim((unsigned)first->pe.arch);
	if (name == NULL || name[0] == '\0')
		return 0;
	snprintf(l->next, sizeof(l->next), "%s", name);
	n = snprintf(beside, sizeof(beside), "%.*s%s",
	    slash == NULL ? 0 : (int)(slash - path) + 1, path, name);
	return n > 0 && (size_t)n < sizeof(beside) &&
	    read_program(rootfd, beside, next) == 0;
}

int
loaderfile_read(int rootfd, const char *path, struct loaderfile *l)
{
	struct efiprogram first, next;

	memset(l, 0, sizeof(*l));
	if (read_program(rootfd, path, &first) == -1 ||
	    first.pe.arch == -1 || first.pe.sections == 0)
		return -1;
	l->kind = first.kind;
	l->has_next = read_next(rootfd, path, &first, l, &next);
	loaderchain_judge(&first, l->next, l->has_next ? &next : NULL,
	    &l->chain);
	return 0;
}
