/*
 * What two answers have in common.
 */
#include "foreign/agree.h"

#include <string.h>

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

int
agree_boot(const struct words *a, const struct words *b)
{
	struct words x = *a, y = *b;

	keep_common(x.file, &x.files, b->file, b->files);
	keep_common(x.ipxe_of, &x.ipxes_of, b->ipxe_of, b->ipxes_of);
	keep_common(y.file, &y.files, a->file, a->files);
	keep_common(y.ipxe_of, &y.ipxes_of, a->ipxe_of, a->ipxes_of);
	return x.files == a->files && x.ipxes_of == a->ipxes_of &&
	    y.files == b->files && y.ipxes_of == b->ipxes_of;
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
}
