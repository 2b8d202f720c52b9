/*
 * A table in which two files may have one place: then one of them is written once more.
 */
#include <stddef.h>

#include "done/donesynced.h"

static size_t
place_of(const struct stat *st)
{
	return (size_t)(st->st_ino % DONESYNCED_MAX);
}

int
donesynced_has(const struct donesynced *s, const struct stat *st)
{
	const struct donesynced_file *f = &s->file[place_of(st)];

	return f->ino == st->st_ino && f->dev == st->st_dev &&
	    f->changed.tv_sec == st->st_ctim.tv_sec &&
	    f->changed.tv_nsec == st->st_ctim.tv_nsec;
}

void
donesynced_note(struct donesynced *s, const struct stat *st)
{
	s->file[place_of(st)] = (struct donesynced_file){st->st_dev, st->st_ino,
	    st->st_ctim};
}
