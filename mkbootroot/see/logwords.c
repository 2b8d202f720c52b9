/*
 * Values have no blanks, and what the network says is escaped: so a blank always
 * parts words. A sentence, which has blanks, is behind ": ", or behind "reason="
 * where the system has the words.
 */
#include <string.h>

#include "mkbootroot/see/logwords.h"

static const char *const keys[LOGLINE_KEYS] = {
	[LOGLINE_CLIENT] = "client", [LOGLINE_MAC] = "mac",
	[LOGLINE_NAME] = "name", [LOGLINE_FILE] = "file",
	[LOGLINE_BYTES] = "bytes", [LOGLINE_SECONDS] = "seconds",
	[LOGLINE_RATE] = "rate", [LOGLINE_BLKSIZE] = "blksize",
	[LOGLINE_WINDOWSIZE] = "windowsize", [LOGLINE_RESENT] = "resent",
	[LOGLINE_REASON] = "reason", [LOGLINE_HINT] = "hint",
	[LOGLINE_ARCH] = "arch", [LOGLINE_VIA] = "via", [LOGLINE_MSG] = "msg",
	[LOGLINE_STAGE] = "stage", [LOGLINE_RULE] = "rule",
	[LOGLINE_SERVER] = "server", [LOGLINE_IP] = "ip",
	[LOGLINE_STATUS] = "status", [LOGLINE_GENERATED] = "generated",
	[LOGLINE_ASKED] = "asked", [LOGLINE_SAID] = "said",
	[LOGLINE_ONCE] = "once", [LOGLINE_ODD] = "odd",
	[LOGLINE_RANGE] = "range", [LOGLINE_MULTICAST] = "multicast",
	[LOGLINE_FROM] = "from", [LOGLINE_DROPPED] = "dropped",
	[LOGLINE_UNLOGGED] = "unlogged", [LOGLINE_CHOSEN] = "chosen",
	[LOGLINE_DELAY] = "delay", [LOGLINE_IGNORED] = "ignored",
	[LOGLINE_HLEN] = "hlen", [LOGLINE_BLOCKS] = "blocks",
	[LOGLINE_BOOTS] = "boots", [LOGLINE_BY] = "by", [LOGLINE_PATH] = "path",
	[LOGLINE_NEEDS] = "needs", [LOGLINE_MODE] = "mode",
	[LOGLINE_OWNER] = "owner", [LOGLINE_US] = "us",
	[LOGLINE_MAYBE] = "maybe", [LOGLINE_LABEL] = "label",
	[LOGLINE_CLASS] = "class", [LOGLINE_RANK] = "rank",
	[LOGLINE_WAIT] = "wait",
};

const char *
logline_key_name(enum logline_key key)
{
	return keys[key];
}

/* How long "word=" is; 0: it is no such word. */
static size_t
key_length(struct slice s)
{
	size_t n = 0;

	while (n < s.n && ((s.p[n] >= 'a' && s.p[n] <= 'z') ||
	    (n > 0 && (s.p[n] == '-' || (s.p[n] >= '0' && s.p[n] <= '9')))))
		n++;
	return n > 0 && n < s.n && s.p[n] == '=' ? n + 1 : 0;
}

static enum logline_key
key_of(struct slice key)
{
	enum logline_key i = 0;

	while (i < LOGLINE_KEYS && (keys[i][0] != key.p[0] ||
	    !slice_is(key, keys[i])))
		i++;
	return i;
}

/* The first of two counts. "-" is nothing, but it stands there. */
static void
put(struct logline *l, struct slice word, size_t key_n)
{
	const enum logline_key key =
	    key_of((struct slice){word.p, key_n - 1});
	struct slice value = slice_from(word, key_n);

	if (key == LOGLINE_KEYS || l->word[key].p != NULL)
		return;
	if (slice_is(value, "-"))
		value.n = 0;
	l->word[key] = value;
}

/* "-> silent reason=...", "-> OFFER delay=..." */
static void
answer(struct slice *s, struct logline *l)
{
	l->answer = slice_word(s);
}

/* A word that has no "=". */
static void
bare(struct slice word, struct slice *s, struct logline *l)
{
	if (slice_is(word, "->") && l->answer.n == 0)
		answer(s, l);
	else if (slice_is(word, "paced"))
		l->is_paced = 1;
	else if (l->id.n == 0 && (slice_begins(word, "uuid:") ||
	    slice_begins(word, "id:")))
		l->id = word;
}

void
logwords_read(struct slice s, struct logline *l)
{
	while (s.n > 0) {
		const struct slice before = s;
		struct slice word = slice_word(&s);
		const size_t key_n = key_length(word);
		const int more = s.n > 0 && key_length(s) == 0;

		if (key_n == 0) {
			bare(word, &s, l);
			continue;
		}
		if (more && slice_ends(word, ":")) {
			word.n--;
			put(l, word, key_n);
			l->rest = s;
			return;
		}
		if (more && slice_begins(word, "reason=")) {
			/* The system's own words, "Input/output error". */
			l->rest = slice_from(before, key_n);
			return;
		}
		put(l, word, key_n);
	}
}

int
logwords_has(const struct logline *l, enum logline_key key)
{
	return l->word[key].p != NULL;
}
