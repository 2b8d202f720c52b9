/*
 * etcdctl reads its list as a line of CSV (RFC 4180): one with quotes is left to it.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/follow/etcdendpoints.h"

#define APART ", \t\n"

static int
is_known(const struct etcdendpoints *e, const char *name, size_t n)
{
	for (size_t i = 0; i < e->n; i++)
		if (strlen(e->list[i]) == n && memcmp(e->list[i], name, n) == 0)
			return 1;
	return 0;
}

static int
add(struct etcdendpoints *e, const char *name, size_t n)
{
	char **list;

	if (is_known(e, name, n))
		return 0;
	if ((list = reallocarray(e->list, e->n + 1, sizeof(*list))) == NULL)
		return -1;
	e->list = list;
	if ((list[e->n] = strndup(name, n)) == NULL)
		return -1;
	e->n++;
	return 0;
}

int
etcdendpoints_read(struct etcdendpoints *e, const char *text)
{
	size_t n;

	*e = (struct etcdendpoints){ .list = NULL };
	if (text == NULL || strchr(text, '"') != NULL)
		return 0;
	for (text += strspn(text, APART); *text != '\0';
	    text += strspn(text, APART)) {
		n = strcspn(text, APART);
		if (add(e, text, n) == -1) {
			etcdendpoints_free(e);
			return -1;
		}
		text += n;
	}
	return 0;
}

void
etcdendpoints_free(struct etcdendpoints *e)
{
	while (e->n > 0)
		free(e->list[--e->n]);
	free(e->list);
	*e = (struct etcdendpoints){ .list = NULL };
}

size_t
etcdendpoints_number(const struct etcdendpoints *e)
{
	return e->n == 0 ? 1 : e->n;
}

const char *
etcdendpoints_now(const struct etcdendpoints *e)
{
	return e->n == 0 ? NULL : e->list[e->at];
}

const char *
etcdendpoints_next(struct etcdendpoints *e)
{
	e->at = e->n == 0 ? 0 : (e->at + 1) % e->n;
	return etcdendpoints_now(e);
}
