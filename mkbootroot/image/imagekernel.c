/*
 * The kernels of a folder: by what is in the files, whatever they are called;
 * names count where the content says nothing. A kernel and its initrd are of one
 * folder.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "file/lastpart.h"
#include "mkbootroot/image/imagesearch.h"
#include "mkbootroot/image/kernelfile.h"
#include "mkbootroot/image/kernelname.h"

#define MARKED_MAX 4000		/* files that are looked into */
#define UNPACKED_MAX 200	/* of these, packed ones */
#define KERNELS_MAX 40		/* of one folder whose initrds are looked for */
#define PACKED_FEW 8		/* packed files of a folder without a kernel */

/* A file of the folder that is searched. */
struct candidate {
	const char *name;
	struct kernelmark mark;
};

/* What a file is by its content; a packed one is not unpacked for that. */
static void
read_mark(struct search *s, const char *folder, struct candidate *c,
    int unpack)
{
	int fd;

	if (unpack ? s->unpacked++ >= UNPACKED_MAX :
	    s->marked++ >= MARKED_MAX)
		return;
	fd = search_open(s, folder, c->name, O_RDONLY | O_NONBLOCK);
	if (fd == -1)
		return;
	if (unpack)
		kernelfile_unpack(fd, &c->mark);
	else
		kernelfile_read(fd, &c->mark);
	close(fd);
}

/* Whether a file boots, as far as its content or, failing that, its name says. */
static int
is_kernel(const struct candidate *c)
{
	switch (c->mark.kind) {
	case MARK_KERNEL:
	case MARK_TEST:
		return 1;
	case MARK_UNKNOWN:
	case MARK_PACKED:
	case MARK_DATA:
		return kernel_is_kernels_name(c->name);
	default:
		return 0;
	}
}

/*
 * Reads what the packed files of a folder hold: those that may be kernels or
 * initrds, where there is a kernel.
 */
static void
unpack_marks(struct search *s, const char *folder, struct candidate *c,
    size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (c[i].mark.kind == MARK_PACKED)
			read_mark(s, folder, &c[i], 1);
}

/* The initrd of a kernel among the files of its folder; NULL: it has none. */
static const struct candidate *
initrd_of(const struct candidate *c, size_t n, const struct candidate *kernel)
{
	const struct candidate *best = NULL;
	int rank, best_rank = 0;
	size_t i;

	if (kernel->mark.kind == MARK_TEST)
		return NULL;
	for (i = 0; i < n; i++) {
		if (&c[i] == kernel || c[i].mark.kind == MARK_KERNEL ||
		    c[i].mark.kind == MARK_TEST ||
		    c[i].mark.kind == MARK_OTHER ||
		    (rank = initrd_rank(c[i].name, kernel->name)) == -1)
			continue;
		if ((c[i].mark.kind == MARK_DATA && rank > INITRD_BY_NAME) ||
		    (c[i].mark.kind != MARK_CPIO && rank == INITRD_BY_CONTENT))
			continue;
		/* A version that fits is more than a content that may. */
		if (c[i].mark.kind != MARK_CPIO &&
		    !initrd_is_of(c[i].name, kernel->name))
			rank += 2 * INITRD_BY_NAME;
		if (best == NULL || rank < best_rank) {
			best = &c[i];
			best_rank = rank;
		}
	}
	return best;
}

static void
take_kernel(struct search *s, const char *folder, const struct candidate *c,
    size_t n, const struct candidate *kernel)
{
	const struct candidate *initrd = initrd_of(c, n, kernel);
	struct best_kernel b = { .have = 1, .unnamed = 1,
	    .lone = initrd == NULL,
	    .unproven = kernel->mark.archs == 0,
	    .is_test = kernel->mark.kind == MARK_TEST,
	    .place = search_place(folder) };

	if (search_join(b.k.path, folder, kernel->name) == -1 ||
	    (initrd != NULL &&
	    search_join(b.k.initrd, folder, initrd->name) == -1))
		return;
	search_offer(s, &kernel->mark, &b);
}

/* By their names: of several that are as good, the first is taken. */
static int
order(const void *a, const void *b)
{
	const char *x = ((const struct candidate *)a)->name;
	const char *y = ((const struct candidate *)b)->name;

	return kernel_is_better(x, y) ? -1 : kernel_is_better(y, x);
}

/* An initrd without a kernel beside it may be that of a kernel elsewhere. */
static void
note_initrd(struct search *s, const char *folder, const struct candidate *c,
    size_t n)
{
	size_t i;
	int rank;

	for (i = 0; i < n; i++) {
		rank = initrd_rank(c[i].name, "");
		if (rank == -1 || rank > INITRD_BY_NAME ||
		    c[i].mark.kind == MARK_OTHER || s->lone_initrds++ > 0)
			continue;
		if (search_join(s->lone_initrd, folder, c[i].name) == -1)
			s->lone_initrd[0] = '\0';
	}
}

void
search_take_kernels(struct search *s, const char *folder,
    char *const *names, size_t n)
{
	struct candidate *c = calloc(n + 1, sizeof(*c));
	size_t i, kernels = 0, packed = 0, taken;

	if (c == NULL) {
		s->im->cut = 1;
		return;
	}
	for (i = 0; i < n; i++) {
		c[i].name = names[i];
		read_mark(s, folder, &c[i], 0);
		kernels += (size_t)is_kernel(&c[i]);
		packed += c[i].mark.kind == MARK_PACKED;
	}
	/* A folder of many packed files is one of packages or documents. */
	if (kernels > 0 || packed <= PACKED_FEW)
		unpack_marks(s, folder, c, n);
	for (i = kernels = 0; i < n; i++)
		kernels += (size_t)is_kernel(&c[i]);
	if (kernels == 0)
		note_initrd(s, folder, c, n);
	qsort(c, n, sizeof(*c), order);
	/* In the order of order(): behind so many stands none that is meant. */
	s->im->cut |= kernels > KERNELS_MAX;
	for (i = taken = 0; i < n && taken < KERNELS_MAX; i++)
		if (is_kernel(&c[i])) {
			take_kernel(s, folder, c, n, &c[i]);
			taken++;
		}
	free(c);
}

void
search_take_named(struct search *s, const char *kernel, const char *initrd)
{
	struct candidate c = { .name = kernel };
	struct best_kernel b = { .have = 1 };

	read_mark(s, "", &c, 0);
	if (c.mark.kind == MARK_EMPTY)
		return;
	if (c.mark.kind == MARK_PACKED)
		read_mark(s, "", &c, 1);
	b.unproven = c.mark.archs == 0;
	if (search_join(b.k.path, "", kernel) == 0 &&
	    search_join(b.k.initrd, "", initrd) == 0)
		search_offer(s, &c.mark, &b);
}
