/*
 * Each process of /proc is asked for its title, once a second at most, and for
 * no more than a fiftieth of the time.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/now.h"
#include "mkbootroot/see/titles.h"

#define PAUSE_US UINT64_C(1000000)
#define SHARE 50
#define TITLES_MAX 65536

void
titles_begin(struct titles *t)
{
	*t = (struct titles){ .title = NULL };
}

void
titles_end(struct titles *t)
{
	free(t->title);
	titles_begin(t);
}

static int
by_who(const void *a, const void *b)
{
	const struct title *x = a, *y = b;
	const int order = strcmp(x->who, y->who);

	return order != 0 ? order : strcmp(x->file, y->file);
}

/* Room for one more. */
static int
grow(struct titles *t)
{
	const size_t size = t->size == 0 ? 64 : 2 * t->size;
	struct title *more;

	if (t->n < t->size)
		return 0;
	if (t->n >= TITLES_MAX ||
	    (more = reallocarray(t->title, size, sizeof(*more))) == NULL)
		return -1;
	t->title = more;
	t->size = size;
	return 0;
}

static void
look_at(struct titles *t, int proc, const char *pid)
{
	char path[32], text[1024];
	ssize_t n;
	int fd;

	if ((size_t)snprintf(path, sizeof(path), "%s/cmdline", pid) >=
	    sizeof(path) || grow(t) == -1 ||
	    (fd = openat(proc, path, O_RDONLY | O_CLOEXEC)) == -1)
		return;
	n = read(fd, text, sizeof(text));
	close(fd);
	if (n > 0 && title_read(text, (size_t)n, &t->title[t->n]) == 0)
		t->n++;
}

int
titles_look(struct titles *t, uint64_t now)
{
	struct dirent *entry;
	uint64_t took;
	DIR *proc;

	if (now < t->due_us)
		return 0;
	t->n = 0;
	if ((proc = opendir("/proc")) != NULL) {
		while ((entry = readdir(proc)) != NULL)
			if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
				look_at(t, dirfd(proc), entry->d_name);
		closedir(proc);
	}
	if (t->n > 0)
		qsort(t->title, t->n, sizeof(*t->title), by_who);
	took = now_us() - now;
	t->due_us = now + (took * SHARE > PAUSE_US ? took * SHARE : PAUSE_US);
	return 1;
}

static const struct title *
find(const struct titles *t, const char *who)
{
	size_t low = 0, high = t->n, middle;

	if (who[0] == '\0')
		return NULL;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(t->title[middle].who, who) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->n && strcmp(t->title[low].who, who) == 0 ?
	    &t->title[low] : NULL;
}

const struct title *
titles_find(const struct titles *t, const char *name, const char *address)
{
	const struct title *found;

	if (t->n == 0)
		return NULL;
	found = find(t, name);
	return found != NULL ? found : find(t, address);
}
