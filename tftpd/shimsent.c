/*
 * A text beside each place of stallplace.c.
 */
#include <bsd/string.h>

#include "tftpd/shimsent.h"

static char *
text_of(struct stalls *s, const struct stall_place *p)
{
	return s->shim[p - s->places.place];
}

void
shimsent_note(struct stalls *s, const struct stall_client *c,
    const char *path, long long now_ms)
{
	struct stall_place *p = stallplace_find(&s->places, c, now_ms);

	if (p != NULL)
		p->has_shim = path != NULL && strlcpy(text_of(s, p), path,
		    STALL_SHIM_SIZE) < STALL_SHIM_SIZE;
}

const char *
shimsent_path(struct stalls *s, const struct stall_client *c,
    long long now_ms)
{
	struct stall_place *p = stallplace_find(&s->places, c, now_ms);

	return p != NULL && p->has_shim ? text_of(s, p) : NULL;
}
