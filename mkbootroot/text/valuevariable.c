/*
 * A word that is near is named alone: a list of ten hides it.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "daemon/log.h"
#include "mkbootroot/text/valuevariable.h"
#include "mkbootroot/text/worddistance.h"

/* The variable of a set that a word is meant for, "@mac@"; NULL: none is near. */
static const char *
near(const char *word, size_t n, unsigned may)
{
	char wrong[32], right[32];
	const char *best = NULL;
	size_t nearest = n <= 3 ? 2 : 3;

	snprintf(wrong, sizeof(wrong), "%.*s", n < 31 ? (int)n : 31, word);
	for (unsigned v = 1; v <= VARIABLE_DONE; v *= 2) {
		const char *name = variable_name((enum variable)v);

		snprintf(right, sizeof(right), "%.*s", (int)strlen(name) - 2,
		    name + 1);
		if ((may & v) != 0 && word_is_nearer(wrong, right, &nearest))
			best = name;
	}
	return best;
}

static const char *
unknown(const struct variable_piece *p, unsigned may,
    char buf[VALUEVARIABLE_SIZE])
{
	const char *meant = near(p->bytes, p->n, may);
	char shown[LOG_VISIBLE_SIZE(32)], list[VARIABLE_LIST_SIZE];

	log_visible(shown, sizeof(shown), p->bytes, p->n < 32 ? p->n : 32);
	if (meant != NULL)
		snprintf(buf, VALUEVARIABLE_SIZE, "unknown variable @%s@: is it "
		    "%s?", shown, meant);
	else
		snprintf(buf, VALUEVARIABLE_SIZE, "unknown variable @%s@: there "
		    "are %s, and @@ stands for one @", shown,
		    variable_list(may, list));
	return buf;
}

const char *
valuevariable_mistake(const struct variable_piece *p, unsigned may,
    char buf[VALUEVARIABLE_SIZE])
{
	char list[VARIABLE_LIST_SIZE];

	if (p->kind == VARIABLE_UNKNOWN)
		return unknown(p, may, buf);
	if (p->kind != VARIABLE_VALUE || (p->variable & may) != 0)
		return NULL;
	snprintf(buf, VALUEVARIABLE_SIZE, "variable %s, which does not belong "
	    "here: there are %s", variable_name(p->variable),
	    variable_list(may, list));
	return buf;
}

const char *
valuevariable_reason(const char *text, unsigned may,
    char buf[VALUEVARIABLE_SIZE])
{
	struct variable_text t = {.bytes = text, .n = strlen(text), .line = 1};
	struct variable_piece p;
	char what[VALUEVARIABLE_SIZE];
	const char *reason;

	do {
		variable_next(&t, &p);
		reason = valuevariable_mistake(&p, may, what);
	} while (reason == NULL && p.kind != VARIABLE_END);
	if (reason == NULL)
		return NULL;
	snprintf(buf, VALUEVARIABLE_SIZE, "has the %.*s",
	    VALUEVARIABLE_SIZE - (int)sizeof("has the "), reason);
	return buf;
}

/*
 * The text with something in the place of each variable that a value has the form of.
 * 0; -1: it does not fit.
 */
static int
sample(const char *text, char *buf, size_t size)
{
	static const unsigned char mac[6] = {2};
	static const unsigned char uuid[16] = {1};
	struct client c = {.name = "n", .image = "i", .http = MAP_YES,
	    .has_ip = 1, .has_mac = 1};
	const struct variable_values v = {&c, "10.0.0.1", NULL};
	enum variable_fault why;

	c.ip.s_addr = htonl(0x0a000001);
	memcpy(c.mac, mac, sizeof(mac));
	c.own.key_n = map_key(c.own.key, MAP_KEY_UUID, uuid, sizeof(uuid));
	return variable_fill_text(text, &v, buf, size, &why);
}

const char *
valuevariable_url(const char *text, const char *(*value)(const char *),
    char buf[VALUEVARIABLE_SIZE])
{
	char filled[2 * MAP_TEXT_MAX];
	const char *reason;

	reason = valuevariable_reason(text, VARIABLES_OF_URL, buf);
	if (client_is_url(text))
		return reason != NULL ? reason : value(sample(text, filled,
		    sizeof(filled)) == 0 ? filled : text);
	if (variables_in(text, strlen(text)) != 0)
		return "has a variable, which stands in a URL alone, such as "
		    "@http@/@mac-@.ipxe";
	/* A path may have any word between two @, but what is none may be one
	   that begins with a variable. */
	return value(text) == NULL ? NULL : reason != NULL ? reason :
	    value(text);
}
