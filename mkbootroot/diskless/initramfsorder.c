/*
 * The order of the entries, and how much they are: what must not depend on
 * the machine that writes them.
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "mkbootroot/diskless/initramfs.h"

#define PAGE 4096ULL
#define INODE_MEMORY 1200ULL		/* of an inode, its name and its pages */
#define KERNEL_MEMORY (80ULL << 20)	/* of Linux, before it runs anything */

/* By the bytes of the names, a folder's content right behind it. */
static int
path_order(const void *a, const void *b)
{
	const char *x = ((const struct initramfs_entry *)a)->path;
	const char *y = ((const struct initramfs_entry *)b)->path;
	int cx, cy;

	while (*x != '\0' && *x == *y) {
		x++;
		y++;
	}
	cx = *x == '/' ? 1 : *x == '\0' ? 0 : (unsigned char)*x + 2;
	cy = *y == '/' ? 1 : *y == '\0' ? 0 : (unsigned char)*y + 2;
	return cx - cy;
}

/* The names of one file side by side, in the order of the entries. */
static int
file_order(const void *a, const void *b)
{
	const struct initramfs_entry *x = *(struct initramfs_entry *const *)a;
	const struct initramfs_entry *y = *(struct initramfs_entry *const *)b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	if (x->ino != y->ino)
		return x->ino < y->ino ? -1 : 1;
	return x < y ? -1 : x > y;
}

/*
 * Numbers the entries, and gives all names of one file one number. Names that
 * it has outside of the folder do not count: the archive does not depend on
 * them. The content stands with the last name, as cpio has it.
 */
static int
number_entries(struct initramfs *r)
{
	struct initramfs_entry **by, *e;
	size_t i, first, last, n = 0;

	by = reallocarray(NULL, r->n + 1, sizeof(struct initramfs_entry *));
	if (by == NULL)
		return -1;
	for (i = 0; i < r->n; i++) {
		e = &r->entry[i];
		e->number = (unsigned)i + 1;
		e->names = 1;
		e->has_content = 1;
		if (e->ino != 0)
			by[n++] = e;
	}
	qsort(by, n, sizeof(struct initramfs_entry *), file_order);
	for (first = 0; first < n; first = last) {
		for (last = first + 1; last < n &&
		    by[last]->dev == by[first]->dev &&
		    by[last]->ino == by[first]->ino; last++)
			continue;
		for (i = first; i < last; i++) {
			by[i]->number = by[first]->number;
			by[i]->names = (unsigned)(last - first);
			by[i]->has_content = i + 1 == last;
		}
	}
	free(by);
	return 0;
}

/*
 * Counts what is written, and the memory of a client. The kernel unpacks it
 * into a tmpfs, which takes whole pages and gets half of the memory that is
 * left.
 */
static void
count(struct initramfs *r)
{
	const struct initramfs_entry *e;
	unsigned long long pages = 0, inodes = 0;

	r->bytes = 0;
	for (e = r->entry; e < r->entry + r->n; e++) {
		inodes += INODE_MEMORY;
		if (!S_ISREG(e->mode) || !e->has_content)
			continue;
		r->bytes += e->size;
		pages += (e->size + PAGE - 1) / PAGE * PAGE;
	}
	r->memory = 2 * pages + inodes + KERNEL_MEMORY;
}

int
initramfs_order(struct initramfs *r)
{
	if (r->n > 0)
		qsort(r->entry, r->n, sizeof(*r->entry), path_order);
	if (number_entries(r) == -1)
		return -1;
	count(r);
	return 0;
}
