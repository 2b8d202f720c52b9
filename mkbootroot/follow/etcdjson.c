/*
 * Numbers are read as floating point, because an etcd's cluster_id has 64 bits without
 * a sign, which jansson's integers have not. A revision has far less than 53.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/follow/etcdjson.h"

#define NO_JSON "it is no JSON"
#define REVISION_MAX 9007199254740992.0	/* 2^53 */

static const char no_memory[] = "there is no memory for it";
static const char bad_revision[] = "a revision is no number";

/* One of two names: get and watch write them differently. */
static json_t *
member(const json_t *of, const char *get, const char *watch)
{
	json_t *found = json_object_get(of, get);

	return found != NULL ? found : json_object_get(of, watch);
}

/* A number that is none of -1 and below, and whole. -1: it is something else. */
static long long
number(const json_t *j)
{
	const double d = json_number_value(j);

	if (j == NULL)
		return 0;
	if (!json_is_number(j) || !(d >= 0 && d <= REVISION_MAX))
		return -1;
	return (long long)d;
}

/* RFC 4648 table 1. -1: it is none of them. A million entries have some 100 million. */
static int
digit(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 :
	    c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 :
	    c == '/' ? 63 : -1;
}

/* RFC 4648 section 4; to has room for 3 bytes of each 4, and the NUL. -1: it is not. */
static int
base64(const char *s, size_t n, char *to, size_t *to_n)
{
	uint32_t bits = 0;
	size_t i, pad = 0;
	int d;

	*to_n = 0;
	if (n % 4 != 0)
		return -1;
	while (n > 0 && pad < 2 && s[n - 1] == '=') {
		pad++;
		n--;
	}
	for (i = 0; i < n; i++) {
		if ((d = digit(s[i])) == -1)
			return -1;
		bits = bits << 6 | (uint32_t)d;
		if (i % 4 == 0)
			continue;
		to[(*to_n)++] = (char)(bits >> (6 - 2 * (i % 4)) & 255);
	}
	to[*to_n] = '\0';
	return 0;
}

/* A member in base64, "" where it is missing; *buf has room for it. */
static const char *
bytes(const json_t *of, const char *name, char **buf, const char **to,
    size_t *n)
{
	const json_t *j = json_object_get(of, name);

	*to = *buf;
	*n = 0;
	**buf = '\0';
	if (j == NULL || json_is_null(j))
		return NULL;
	if (!json_is_string(j) || base64(json_string_value(j),
	    json_string_length(j), *buf, n) == -1)
		return "a key or a value is not in base64";
	*buf += *n + 1;
	return NULL;
}

/* Watch says "type" of a change that deletes: 1, or its name. -1: neither. */
static int
is_gone(const json_t *j)
{
	if (j == NULL)
		return 0;
	if (json_is_string(j))
		return strcmp(json_string_value(j), "DELETE") == 0 ? 1 :
		    strcmp(json_string_value(j), "PUT") == 0 ? 0 : -1;
	return number(j) == 0 ? 0 : number(j) == 1 ? 1 : -1;
}

/* An element of kvs, or of Events. */
static const char *
event(const json_t *j, char *buf, struct etcdevent *e)
{
	const json_t *kv = json_object_get(j, "kv");
	const char *wrong;

	e->is_gone = kv == NULL ? 0 : is_gone(json_object_get(j, "type"));
	if (kv == NULL)
		kv = j;
	if (!json_is_object(kv) || e->is_gone == -1)
		return "an entry is of no known kind";
	if ((wrong = bytes(kv, "key", &buf, &e->key, &e->key_n)) != NULL)
		return wrong;
	if (e->key_n == 0)
		return "an entry has no key";
	e->revision = number(json_object_get(kv, "mod_revision"));
	if (e->revision == -1)
		return bad_revision;
	buf++;
	return bytes(kv, "value", &buf, &e->value, &e->value_n);
}

static const char *
events(const json_t *list, char *buf, long long *last, int (*take)(void *,
    const struct etcdevent *), void *arg)
{
	struct etcdevent e;
	const char *wrong;
	const json_t *j;
	size_t i;

	json_array_foreach(list, i, j) {
		if ((wrong = event(j, buf, &e)) != NULL)
			return wrong;
		if (e.revision > *last)
			*last = e.revision;
		if (take != NULL && take(arg, &e) == -1)
			return no_memory;
	}
	return NULL;
}

static const char *
read_root(const json_t *root, size_t n, struct etcdanswer *a,
    int (*take)(void *, const struct etcdevent *), void *arg)
{
	const json_t *header = member(root, "header", "Header");
	const json_t *list = member(root, "kvs", "Events");
	const json_t *previous = json_object_get(root, "prev_kv");
	struct etcdevent e;
	const char *wrong;
	char *buf;

	if (!json_is_object(header))
		return "it has no header";
	a->revision = number(json_object_get(header, "revision"));
	a->term = number(json_object_get(header, "raft_term"));
	a->cluster = json_number_value(json_object_get(header, "cluster_id"));
	a->compacted = number(json_object_get(root, "CompactRevision"));
	if (a->revision == -1 || a->term == -1 || a->compacted == -1)
		return bad_revision;
	a->has_more = json_is_true(json_object_get(root, "more"));
	a->is_canceled = json_is_true(json_object_get(root, "Canceled"));
	if (list != NULL && !json_is_null(list) && !json_is_array(list))
		return "its entries are no list";
	if (!json_is_array(list) && previous == NULL)
		return NULL;
	/* Base64 is longer than what it says. */
	if ((buf = malloc(n + 8)) == NULL)
		return no_memory;
	if (!json_is_array(list)) {
		a->events = 1;
		if ((wrong = event(previous, buf, &e)) == NULL &&
		    take != NULL && take(arg, &e) == -1)
			wrong = no_memory;
		free(buf);
		return wrong;
	}
	a->events = json_array_size(list);
	if ((wrong = events(list, buf, &a->last, NULL, NULL)) == NULL)
		wrong = events(list, buf, &a->last, take, arg);
	free(buf);
	return wrong;
}

const char *
etcdjson_read(const char *text, size_t n, struct etcdanswer *a,
    int (*take)(void *, const struct etcdevent *), void *arg)
{
	json_t *root = json_loadb(text, n, JSON_DECODE_INT_AS_REAL |
	    JSON_REJECT_DUPLICATES, NULL);
	const char *wrong;

	*a = (struct etcdanswer){ 0 };
	if (root == NULL)
		return NO_JSON;
	wrong = json_is_object(root) ? read_root(root, n, a, take, arg) :
	    NO_JSON;
	json_decref(root);
	return wrong;
}
