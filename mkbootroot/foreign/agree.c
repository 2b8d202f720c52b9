/*
 * What two answers have in common.
 */
#include <string.h>

#include "mkbootroot/foreign/agree.h"

int
agree_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Keeps of a list what another one says, too. */
static void
keep_common(struct imported_file *list, size_t *n,
    const struct imported_file *other, size_t other_n)
{
	size_t i, kept = 0;

	for (i = 0; i < *n; i++)
		if (agree_text(list[i].path, words_find(other, other_n,
		    list[i].arch)))
			list[kept++] = list[i];
	*n = kept;
}

/* Both are in the order of their archs, see words_add(). */
static int
agree_list(const struct imported_file *a, size_t a_n,
    const struct imported_file *b, size_t b_n)
{
	size_t i = 0;

	while (i < a_n && i < b_n && a[i].arch == b[i].arch &&
	    agree_text(a[i].path, b[i].path))
		i++;
	return i == a_n && i == b_n;
}

int
agree_boot(const struct words *a, const struct words *b)
{
	return agree_list(a->file, a->files, b->file, b->files) &&
	    agree_list(a->ipxe_of, a->ipxes_of, b->ipxe_of, b->ipxes_of);
}

void
agree_with(struct words *all, const struct words *there)
{
	if (there->ignore)
		return;
	if (all->ignore) {
		*all = *there;
		return;
	}
	keep_common(all->file, &all->files, there->file, there->files);
	keep_common(all->ipxe_of, &all->ipxes_of, there->ipxe_of,
	    there->ipxes_of);
	if (there->disk_from == 0)
		all->disk_from = 0;
}
