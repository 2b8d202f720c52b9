/*
 * A list of descriptors, which a child reads where the parent wrote it.
 */
#include <unistd.h>

#include "tftpd/lean.h"
#include "tftpd/surplus.h"

int
surplus_open(struct surplus *s, size_t max)
{
	s->n = 0;
	s->max = max;
	s->more = lean_told(max * sizeof(*s->more));
	return s->more == NULL ? -1 : 0;
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
	if (fd == -1 || s->n == s->max)
		return;
	if (s->n < SURPLUS_FEW)
		s->few[s->n] = fd;
	else
		s->more[s->n] = fd;
	s->n++;
}

void
surplus_close(const struct surplus *s)
{
	for (size_t i = 0; i < s->n; i++)
		close(i < SURPLUS_FEW ? s->few[i] : s->more[i]);
}
