/*
 * Reading a shim, and opening what lies beside it.
 */
#include <stdio.h>
#include <string.h>

#include "efi/efiprogram.h"
#include "efi/loadername.h"
#include "view/secondstage.h"

/* Writes the name that the shim has; else that of most shims. 1 or 0. */
static int
read_name(const struct bootfile *b, char name[SHIM_NEXT_SIZE])
{
	const struct efifile f = { .fd = b->segment[0].fd };
	const char *usual;
	struct shim shim;
	struct pe pe;

	pe_read(&f, &pe);
	if (pe.arch == -1 || efiprogram_kind(&f, &pe) != LOADER_SHIM)
		return 0;
	memset(&shim, 0, sizeof(shim));
	shim_read(&f, &pe, &shim);
	usual = loader_next_of_shim((unsigned)pe.arch);
	if (shim.next[0] == '\0' && usual == NULL)
		return 0;
	snprintf(name, SHIM_NEXT_SIZE, "%s", shim.next[0] != '\0' ?
	    shim.next : usual);
	return 1;
}

enum view_verdict
secondstage_open(struct bootfile *b, int root_fd, const char *shim,
    char found[VIEW_PATH_SIZE], struct view_why *why)
{
	const char *slash = strrchr(shim, '/');
	enum view_verdict verdict;
	char name[SHIM_NEXT_SIZE];
	int is_shim, n;

	found[0] = '\0';
	if ((verdict = bootfile_open(b, root_fd, shim, why)) != VIEW_OPEN)
		return verdict;
	is_shim = read_name(b, name);
	bootfile_close(b);
	if (!is_shim)
		return view_refuse(why, VIEW_NOT_FOUND);
	n = snprintf(found, VIEW_PATH_SIZE, "%.*s%s", slash == NULL ? 0 :
	    (int)(slash - shim) + 1, shim, name);
	if (n < 0 || n >= VIEW_PATH_SIZE)
		return view_refuse(why, VIEW_NOT_FOUND);
	return bootfile_open(b, root_fd, found, why);
}
