/*
 * Any bytes as what etcdctl prints, line by line: what is taken is whole, and the table
 * of it is in order. Any bytes as a key and its line.
 */
#include "mkbootroot/follow/etcdjson.h"
#include "mkbootroot/follow/followline.h"
#include "mkbootroot/follow/followtable.h"
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
	free(text);
	return 0;
}
