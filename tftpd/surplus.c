/*
 * A list of descriptors, which a child reads where the parent wrote it.
 */
#include "surplus.h"

#include <unistd.h>

#include "lean.h"

int
surplus_open(struct surplus *s, size_t max)
{
	s->n = 0;
	s->max = max;
	s->fd = lean_told(max * sizeof(*s->fd));
	return s->fd == NULL ? -1 : 0;
}

void
surplus_clear(struct surplus *s)
{
	s->n = 0;
}

void
surplus_note(struct surplus *s, int fd)
{
	/* More than there are descriptors cannot be open. */
	if (fd != -1 && s->n < s->max)
		s->fd[s->n++] = fd;
}

void
surplus_close(const struct surplus *s)
{
	for (size_t i = 0; i < s->n; i++)
		close(s->fd[i]);
}
