/*
 * One client out of up to five records.
 */
#include <arpa/inet.h>
#include <string.h>

#include "map/answers.h"
#include "map/level.h"
#include "map/mediumargs.h"
#include "map/merge.h"
#include "map/serverlist.h"

void
merge_action(struct client *c)
{
	static const enum client_level levels[] = { CLIENT_OWN,
	    CLIENT_OF_GROUP, CLIENT_OF_NET, CLIENT_OF_DEFAULT };
	const struct record *r[CLIENT_LEVELS];
	enum client_action action;
	struct field f;

	level_records(c, r);
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		if ((action = level_action(r[levels[i]], &f)) == CLIENT_NONE)
			continue;
		c->action = action;
		c->action_level = levels[i];
		if (action == CLIENT_BOOT) {
			c->menu = strcmp(f.text, MAP_IMAGE_MENU) == 0;
			c->image = c->menu ? NULL : f.text;
		}
		level_tell(c, levels[i], CLIENT_TAKES, &f);
		return;
	}
}

#define ANY_BUT_NET (1u << CLIENT_OWN | 1u << CLIENT_OF_GROUP | \
	1u << CLIENT_OF_IMAGE | 1u << CLIENT_OF_DEFAULT)
#define ANY (ANY_BUT_NET | 1u << CLIENT_OF_NET)

/* Those of a record: what goes behind the initrd, and all others. */
static void
add_answers(struct client *c, enum client_level level)
{
	const struct record *r[CLIENT_LEVELS];
	enum answers_kind kind;
	const char *path;
	struct field f;
	size_t pos = 0;

	level_records(c, r);
	while (record_next(r[level], &pos, &f) == 1) {
		if (f.tag != FIELD_ANSWERS ||
		    answers_take_folder(f.text) != NULL)
			continue;
		level_tell(c, level, CLIENT_TAKES, &f);
		kind = answers_take(f.text, &path);
		if (kind != ANSWERS_NONE &&
		    answers_way(kind) == ANSWERS_IN_INITRD) {
			c->preseed = path;
			c->preseed_kind = kind;
		} else if (kind != ANSWERS_NONE && c->answers_n < ANSWERS_MAX)
			c->answers[c->answers_n++] = f.text;
	}
}

/*
 * preseed= and answers= are one word: the most particular record that has either
 * counts, but for preseed=-, which is about a preseed alone. In a menu it is the
 * image's, as with its kernel.
 */
void
merge_answers(struct client *c)
{
	const unsigned levels = c->of_menu ? 1u << CLIENT_OF_IMAGE : ANY;
	enum client_level preseed, answers;
	struct field p, a;
	const int has_preseed = level_first(c, levels & ANY_BUT_NET,
	    FIELD_PRESEED, &preseed, &p);
	const int has_answers = level_first(c, levels, FIELD_ANSWERS,
	    &answers, &a);
	const int is_none = has_preseed && strcmp(p.text, MAP_NONE) == 0;

	if (has_preseed && (!has_answers || preseed <= answers)) {
		level_tell(c, preseed, CLIENT_TAKES, &p);
		c->preseed = is_none ? NULL : p.text;
		c->preseed_kind = ANSWERS_PRESEED;
	}
	if (has_answers && (!has_preseed || is_none || answers <= preseed))
		add_answers(c, answers);
}

/* What the kernel is told for them, in front of what the map says. */
static void
add_answers_args(struct client *c)
{
	const char *path;

	if (c->kernel == NULL)
		return;
	for (size_t i = c->answers_n; i-- > 0;)
		answers_add_args(answers_take(c->answers[i], &path), c->args,
		    sizeof(c->args));
	if (c->preseed != NULL)
		answers_add_args(c->preseed_kind, c->args, sizeof(c->args));
}

static void
take_http(struct client *c)
{
	c->http = level_text(c, ANY, FIELD_HTTP);
	if (c->http != NULL && strcmp(c->http, MAP_NO) == 0)
		c->http = NULL;
}

static void
take_dns(struct client *c)
{
	const struct record *r[CLIENT_LEVELS];
	struct field f;
	size_t pos;

	level_records(c, r);
	for (int i = 0; i < CLIENT_LEVELS && c->dns_n == 0; i++)
		for (pos = 0; record_next(r[i], &pos, &f) == 1;)
			if (f.tag == FIELD_DNS &&
			    c->dns_n < CLIENT_DNS_MAX) {
				memcpy(&c->dns[c->dns_n++], f.text, 4);
				level_tell(c, (enum client_level)i,
				    CLIENT_TAKES, &f);
			}
}

/*
 * once belongs to boot=: what default or the net says of its own, or a group that
 * has one, is not for who boots something else. In a menu it is the image's, as its
 * kernel.
 */
static void
take_once(struct client *c)
{
	struct field f;
	const int of_group = level_action(&c->group_record, &f) == CLIENT_NONE;
	const unsigned levels = 1u << CLIENT_OF_IMAGE | (c->of_menu ? 0 :
	    1u << CLIENT_OWN | 1u << c->action_level |
	    (of_group ? 1u << CLIENT_OF_GROUP : 0));
	const char *text;

	if (c->action != CLIENT_BOOT)
		return;
	c->once_image = c->image;
	text = level_text(c, levels, FIELD_ONCE);
	if (text != NULL)
		c->once = strcmp(text, MAP_ONCE_SENT) == 0 ? ONCE_SENT :
		    ONCE_DONE;
}

void
merge_words(struct client *c)
{
	uint32_t lease_s;
	struct field f;

	c->name = level_text(c, 1u << CLIENT_OWN, FIELD_NAME);
	merge_answers(c);
	c->servername = level_text(c, ANY, FIELD_SERVERNAME);
	take_http(c);
	serverlist_take(c, ANY);
	c->has_router = level_address(c, ANY, FIELD_ROUTER, &c->router);
	c->has_ip = level_address(c, 1u << CLIENT_OWN, FIELD_IP, &c->ip);
	take_dns(c);
	if ((c->has_lease = level_take(c, ANY, FIELD_LEASE, &f)) != 0) {
		memcpy(&lease_s, f.text, sizeof(lease_s));
		c->lease_s = ntohl(lease_s);
	}
	merge_args(c);
	merge_kernel(c);
	mediumargs_add(c);
	take_once(c);
	add_answers_args(c);
}
