/*
 * What the store is to be told of who is done here. Declared in share.h.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/follow/sharefolder.h"
#include "mkbootroot/follow/sharestore.h"
#include "mkbootroot/follow/statement.h"

#define ASK_MOST 40		/* names: etcd takes 128 changes at once */

/* One name's part of what is told. -1: errno. */
static int
write_one(struct share *s, const char *prefix, const struct followentry *e,
    FILE *out)
{
	char value[STATEMENT_SIZE], by[DONE_BY_SIZE];
	struct share_known k;

	if (share_learn(s, e->bytes, e->key_n, &k) == -1)
		return -1;
	if (k.has.again != k.want.again) {
		statement_write(k.want.again, "", value);
		fprintf(out, "put \"%s" SHARE_AGAIN "%s\" \"%s\"\n", prefix,
		    e->bytes, value);
	}
	if (k.want.done == 0 && k.has_done)
		fprintf(out, "del \"%s" SHARE_DONE "%s\"\n", prefix, e->bytes);
	if (k.want.done != 0 && k.has.done != k.want.done) {
		/* What another server was told has that server behind it. */
		snprintf(by, sizeof(by), "%s", k.want.by);
		if (strchr(by, ',') == NULL && by[0] != '\0')
			snprintf(by, sizeof(by), "%.40s, %.30s", k.want.by,
			    s->host);
		statement_write(k.want.done, by, value);
		fprintf(out, "put \"%s" SHARE_DONE "%s\" \"%s\"\n", prefix,
		    e->bytes, value);
	}
	return 0;
}

char *
share_ask(struct share *s, const char *prefix)
{
	const struct followentry *e;
	char *text = NULL;
	size_t i, n;
	FILE *out;

	if (s->fd == -1 || s->unsaid.n == 0 || s->changed.n > 0 ||
	    (out = open_memstream(&text, &n)) == NULL)
		return NULL;
	/* No condition; then what is done; and nothing otherwise. */
	fputs("\n", out);
	for (i = 0; i < s->unsaid.n && i < ASK_MOST; i++) {
		e = s->unsaid.list[i];
		if (write_one(s, prefix, e, out) == -1) {
			share_say(s, "cannot read", strerror(errno));
			break;
		}
		if (followtable_set(&s->telling, e->bytes, e->key_n, "", 0) ==
		    NULL && errno != 0)
			break;
	}
	fputs("\n\n", out);
	if (fclose(out) == EOF || i == 0) {
		free(text);
		return NULL;
	}
	followtable_drop(&s->unsaid, i);
	return text;
}

/* What it was told comes back as a change, and is compared once more. */
void
share_asked(struct share *s, int was_told)
{
	size_t i;

	for (i = 0; !was_told && i < s->telling.n; i++)
		share_change(s, s->telling.list[i]->bytes, s->telling.list[i]->key_n);
	followtable_free(&s->telling);
}
