/*
 * Any bytes as what etcdctl prints, line by line: what is taken is whole, and the table
 * of it is in order. Any bytes as a key and its line, as who is done since when, and as
 * a list of endpoints.
 */
#include "done/donename.h"
#include "mkbootroot/follow/etcdendpoints.h"
#include "mkbootroot/follow/etcdjson.h"
#include "mkbootroot/follow/followline.h"
#include "mkbootroot/follow/followtable.h"
#include "mkbootroot/follow/statement.h"
#include "must.h"

struct taken {
	struct followtable table;
	size_t n;
};

static void
check_table(const struct followtable *t)
{
	size_t i, n;

	for (i = 1; i < t->n; i++) {
		n = t->list[i - 1]->key_n < t->list[i]->key_n ?
		    t->list[i - 1]->key_n : t->list[i]->key_n;
		must(memcmp(t->list[i - 1]->bytes, t->list[i]->bytes, n) <= 0,
		    "keys out of order");
	}
}

static int
take(void *arg, const struct etcdevent *e)
{
	struct taken *t = arg;
	struct followentry *new;

	must(e->key_n > 0, "an entry without a key");
	must(e->key[e->key_n] == '\0' && e->value[e->value_n] == '\0',
	    "no end");
	t->n++;
	if (e->is_gone) {
		(void)followtable_remove(&t->table, e->key, e->key_n);
		must(followtable_find(&t->table, e->key, e->key_n) == NULL,
		    "it is still there");
		return 0;
	}
	new = followtable_set(&t->table, e->key, e->key_n, e->value,
	    e->value_n);
	if (new != NULL)
		new->wrong = followline_wrong(new->bytes, new->key_n,
		    followentry_value(new), new->value_n);
	new = followtable_find(&t->table, e->key, e->key_n);
	must(new != NULL && new->value_n == e->value_n &&
	    memcmp(followentry_value(new), e->value, e->value_n) == 0,
	    "another value");
	return t->n < 1000 ? 0 : -1;
}

static int
are_same(const struct donestate *a, const struct donestate *b)
{
	return a->done == b->done && a->again == b->again;
}

/* Three statements, in whatever order and however often they come. */
static void
check_merge(const unsigned char *bytes)
{
	struct donestate s[3], left, right, twice;
	int i;

	for (i = 0; i < 3; i++) {
		s[i] = (struct donestate){ .done = bytes[i] & 7,
		    .again = bytes[i] >> 3 & 7 };
		if (s[i].done <= s[i].again)
			s[i].done = 0;
	}
	left = statement_merge(&s[0], &s[1]);
	left = statement_merge(&left, &s[2]);
	right = statement_merge(&s[2], &s[1]);
	right = statement_merge(&s[0], &right);
	twice = statement_merge(&left, &s[1]);
	must(are_same(&left, &right) && are_same(&left, &twice),
	    "it depends on the order");
	must(left.done == 0 || left.done > left.again,
	    "done, though it was taken back");
}

/* A value that is read is the same when it was written. */
static void
check_statement(const char *value, size_t n)
{
	char by[DONE_BY_SIZE], again_by[DONE_BY_SIZE], text[STATEMENT_SIZE];
	int64_t at, again_at;

	if (statement_read(value, n, &at, by) == -1)
		return;
	must(at > 0 && at <= DONE_TIME_MAX, "a strange time");
	statement_write(at, by, text);
	must(statement_read(text, strlen(text), &again_at, again_by) == 0 &&
	    at == again_at && strcmp(by, again_by) == 0, "another statement");
}

/* Whatever the environment has, each endpoint is one word, and there once. */
static void
check_endpoints(const char *text)
{
	struct etcdendpoints e;
	size_t i, j;

	must(etcdendpoints_read(&e, text) == 0, "no endpoints");
	for (i = 0; i < e.n; i++) {
		must(e.list[i][0] != '\0' && strpbrk(e.list[i], ", \t\n\"") ==
		    NULL && strstr(text, e.list[i]) != NULL,
		    "not one endpoint");
		for (j = 0; j < i; j++)
			must(strcmp(e.list[i], e.list[j]) != 0,
			    "an endpoint twice");
	}
	for (i = 0; i < etcdendpoints_number(&e); i++)
		must(etcdendpoints_next(&e) == (e.n == 0 ? NULL :
		    e.list[(i + 1) % e.n]), "another endpoint");
	must(etcdendpoints_now(&e) == (e.n == 0 ? NULL : e.list[0]),
	    "not all were asked");
	etcdendpoints_free(&e);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct taken t = { .n = 0 };
	struct etcdanswer a;
	char *text = exact_text(bytes, n), *line = text, *end;
	const char *wrong;
	size_t left = n, line_n, before, key_n;

	for (; left > 0; left -= line_n, line += line_n) {
		end = memchr(line, '\n', left);
		line_n = end == NULL ? left : (size_t)(end - line) + 1;
		before = t.n;
		wrong = etcdjson_read(line, line_n, &a, take, &t);
		must(a.revision >= -1, "a strange revision");
		must(wrong != NULL || t.n - before == a.events,
		    "not all was taken");
		check_table(&t.table);
	}
	followtable_free(&t.table);
	/* A key, and the line behind its end. */
	key_n = strnlen(text, n);
	if (key_n < n)
		(void)followline_wrong(text, key_n, text + key_n + 1,
		    n - key_n - 1);
	must(!done_name_is(text) || strlen(text) < DONENAME_SIZE,
	    "a name that no file of a client has");
	check_statement(text, n);
	check_endpoints(text);
	if (n >= 3)
		check_merge(bytes);
	free(text);
	return 0;
}
