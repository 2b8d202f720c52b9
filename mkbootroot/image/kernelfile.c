/*
 * Most files are told by their first bytes; a kernel of x86 has to be read as far as
 * its version.
 */
#include <stdlib.h>
#include <unistd.h>

#include "mkbootroot/image/kernelfile.h"

static void
read_head(int fd, struct kernelmark *m,
    void (*mark)(const unsigned char *, size_t, struct kernelmark *))
{
	unsigned char *head = malloc(KERNELMARK_SIZE);
	ssize_t n;

	if (head != NULL && (n = pread(fd, head, KERNELMARK_SIZE, 0)) > 0)
		mark(head, (size_t)n, m);
	free(head);
}

void
kernelfile_read(int fd, struct kernelmark *m)
{
	unsigned char head[KERNELMARK_LEAST];
	ssize_t n = pread(fd, head, sizeof(head), 0);

	*m = (struct kernelmark){ MARK_UNKNOWN, 0, 0 };
	if (n == 0)
		m->kind = MARK_EMPTY;
	if (n > 0)
		kernelmark_read(head, (size_t)n, m);
	if (m->kind == MARK_KERNEL)
		read_head(fd, m, kernelmark_read);
}

void
kernelfile_unpack(int fd, struct kernelmark *m)
{
	*m = (struct kernelmark){ MARK_PACKED, 0, 0 };
	read_head(fd, m, kernelmark_unpack);
}

unsigned
kernelfile_archs(int fd)
{
	struct kernelmark m;

	kernelfile_read(fd, &m);
	if (m.kind == MARK_PACKED)
		kernelfile_unpack(fd, &m);
	return m.archs;
}
