/*
 * Folder and store are compared name by name, and both are to end with the same.
 */
#include <err.h>
#include <errno.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "daemon/now.h"
#include "mkbootroot/follow/sharefolder.h"
#include "mkbootroot/follow/sharestore.h"

#define SYNC_EACH 64		/* more than these are brought to the disk at once */

int
share_begin(struct share *s, const char *path, const char *host)
{
	*s = (struct share){ .path = path, .host = host, .fd = -1,
	    .watch = -1 };
	s->changes_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (s->changes_fd == -1)
		warn("cannot watch files");
	return s->changes_fd == -1 ? -1 : 0;
}

void
share_end(struct share *s)
{
	share_free_shared(&s->store);
	share_free_shared(&s->reading);
	followtable_free(&s->changed);
	followtable_free(&s->unsaid);
	followtable_free(&s->telling);
	close(s->changes_fd);
	if (s->fd != -1)
		close(s->fd);
}

/* -1: errno. 1: something was changed; 0. */
static int
bring(const struct share *s, const char *name, const struct donestate *is,
    const struct donestate *want)
{
	if (want->done == 0) {
		if (is->done == 0 && is->again == want->again)
			return 0;
		return donestate_arm(s->fd, name, want->again) == -1 ? -1 : 1;
	}
	if (is->done == want->done && is->again == want->again)
		return 0;
	if (is->done != want->done && donestate_make(s->fd, name, want,
	    is->done != 0) == -1)
		return -1;
	return is->again != want->again && donestate_note(s->fd, name,
	    want->again) == -1 ? -1 : 1;
}

/* Whether the store lacks something. */
static int
is_unsaid(const struct share_known *k)
{
	return k->has.again != k->want.again || (k->want.done == 0 ?
	    k->has_done : k->has.done != k->want.done);
}

/* Compares one name. -1: errno; 1: the folder has changed; 0. */
static int
compare(struct share *s, const char *name, size_t n)
{
	struct share_known k;

	if (share_learn(s, name, n, &k) == -1)
		return -1;
	if (!is_unsaid(&k))
		(void)followtable_remove(&s->unsaid, name, n);
	else if (followtable_set(&s->unsaid, name, n, "", 0) == NULL &&
	    errno != 0)
		return -1;
	return bring(s, name, &k.is, &k.want);
}

/* All of them. -1: errno; how many have changed something. */
static int
compare_all(struct share *s)
{
	const struct followentry *e;
	int changed = 0, one = 0;
	size_t i;

	for (i = 0; i < s->changed.n && one != -1;) {
		e = s->changed.list[i];
		one = compare(s, e->bytes, e->key_n);
		/* Somebody was faster: that is one more change. */
		if (one == -1 && errno == EEXIST)
			one = 0;
		else if (one != -1) {
			changed += one;
			i++;
		}
	}
	followtable_drop(&s->changed, i);
	return one == -1 ? -1 : changed;
}

int
share_apply(struct share *s)
{
	int changed, error;

	if (s->fd == -1 || !s->has_store || now_ms() < s->again_ms)
		return 0;
	if (s->changed.n == 0)
		return 1;
	if (flock(s->fd, LOCK_EX | LOCK_NB) == -1) {
		s->again_ms = now_ms() + 10;
		return 0;
	}
	changed = compare_all(s);
	error = errno;
	(void)flock(s->fd, LOCK_UN);
	if (changed > 0 && (changed > SYNC_EACH ? syncfs(s->fd) :
	    fsync(s->fd)) == -1) {
		changed = -1;
		error = errno;
	}
	if (changed != -1)
		return 1;
	share_say(s, "cannot write", error == ERANGE ?
	    "its file system cannot keep the times of the store" :
	    strerror(error));
	return 0;
}

int
share_is_open(const struct share *s)
{
	return s->fd != -1;
}
