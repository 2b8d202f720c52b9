/*
 * dnsmasq(8)'s configuration, or a file of its hosts: line by line, and then as
 * foreign_compose() asks for it.
 */
#include <bsd/stdlib.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasq.h"
#include "mkbootroot/text/textfile.h"

/* dhcp-ignore: each piece is a tag, whatever stands in front of it. */
static const char *
take_ignore(struct dnsmasq *c, struct entry *e)
{
	const char *tag;

	for (size_t i = 0; i < e->n; i++) {
		if ((tag = piece_behind(&e->piece[i], "tag:")) == NULL &&
		    (tag = piece_behind(&e->piece[i], "net:")) == NULL)
			tag = e->piece[i].text;
		e->tag[e->tags++] = tag;
	}
	list_add(c, &c->ignores.list, e);
	return NULL;
}

static const char *
take_rule(struct dnsmasq *c, struct entry *e)
{
	const char *tag;

	for (size_t i = 0; i < e->n; i++) {
		if (strlen(e->piece[i].text) < 5)
			return "has a tag without a name";
		if ((tag = piece_behind(&e->piece[i], "set:")) != NULL) {
			e->set[e->sets++] = tag;
			if (tagnames_add(&c->tagnames, tag, 1) == -1)
				c->im->no_memory = 1;
		} else if ((tag = piece_behind(&e->piece[i], "tag:")) != NULL)
			e->tag[e->tags++] = tag;
		else
			return "has neither set: nor tag:";
	}
	if (e->sets == 0)
		return "sets no tag";
	list_add(c, &c->rules.list, e);
	return NULL;
}

/* Tags of single clients, by what a relay or their system says of them. */
static const char *
take_tag(struct dnsmasq *c, struct entry *e)
{
	if (e->n < 2)
		return "has nothing to compare with";
	e->set[e->sets++] = dnsmasq_set(&e->piece[0]);
	if (tagnames_add(&c->tagnames, e->set[0], 1) == -1)
		c->im->no_memory = 1;
	list_add(c, &c->singles, e);
	return NULL;
}

static const char *
take_interface(struct dnsmasq *c, const struct entry *e)
{
	for (size_t i = 0; i < e->n; i++) {
		if (strchr(e->piece[i].text, '*') != NULL)
			c->tagnames.has_interfaces = 1;
		else if (strcmp(e->piece[i].text, "lo") != 0)
			list_add(c, &c->interfaces,
			    (void *)(uintptr_t)e->piece[i].text);
	}
	return NULL;
}

static const char *
take_pxe_vendor(struct dnsmasq *c, const struct entry *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->piece[i].text[0] != '\0')
			list_add(c, &c->pxe_vendors,
			    (void *)(uintptr_t)e->piece[i].text);
	return NULL;
}

static const char *
take_prompt(struct dnsmasq *c, struct entry *e)
{
	c->is_pxe = 1;
	list_add(c, &c->prompts, e);
	return dnsmasq_pass_tags(e) == -1 ? "has nothing behind its tags" :
	    NULL;
}

/* The value of a line. NULL; or a reason. */
static const char *
take_value(struct dnsmasq *c, enum dnsmasq_key key, struct entry *e)
{
	switch (key) {
	case KEY_BOOT:
		return dnsmasq_take_boot(c, e);
	case KEY_HOST:
		return dnsmasq_take_host(c, e);
	case KEY_IGNORE:
		return take_ignore(c, e);
	case KEY_INTERFACE:
		return take_interface(c, e);
	case KEY_MAC:
		return dnsmasq_take_mac(c, e);
	case KEY_MATCH:
	case KEY_OPTION:
	case KEY_OPTION_FORCE:
		return dnsmasq_take_option(c, e, key == KEY_MATCH);
	case KEY_NAME_MATCH:
	case KEY_RELAY_INFO:
		return take_tag(c, e);
	case KEY_NO_OVERRIDE:
		c->has_no_override = 1;
		return NULL;
	case KEY_PORT:
		c->has_no_dns = strcmp(e->piece[0].text, "53") != 0;
		return NULL;
	case KEY_PROMPT:
		return take_prompt(c, e);
	case KEY_RANGE:
		return dnsmasq_take_range(c, e);
	case KEY_SERVICE:
		return dnsmasq_take_service(c, e);
	case KEY_TAG_IF:
		return take_rule(c, e);
	case KEY_USER:
	case KEY_VENDOR:
		return dnsmasq_take_class(c, e, key == KEY_USER);
	case KEY_VENDOR_PXE:
		return take_pxe_vendor(c, e);
	case KEY_FILE:
		/* Options, and /etc/ethers, give no tags. */
		if (strncmp(e->key, "dhcp-opts", 9) != 0 &&
		    strcmp(e->key, "read-ethers") != 0)
			c->tagnames.has_more = 1;
		return "is another file: give them one after the other";
	case KEY_REFUSE:
		return "has no word in clients(5)";
	case KEY_NONE:
		return "is no option of dnsmasq 2.90";
	default:
		return NULL;
	}
}

/* Which piece of a line a reason is about. */
static const char *
piece_meant(enum dnsmasq_key key, const struct entry *e)
{
	if (key == KEY_HOST || key == KEY_FILE)
		return e->n > e->at ? e->piece[e->at].text : e->key;
	return e->key;
}

/* "key=value", or a line of a file of hosts. */
static void
take_line(struct dnsmasq *c, unsigned from, char *line)
{
	struct entry *e = calloc(1, sizeof(*e));
	enum dnsmasq_key key = KEY_HOST;
	enum key_value value = VALUE_ALWAYS;
	const char *reason;

	if (e == NULL || list_add(c, &c->entries, e) == -1) {
		c->im->no_memory = 1;
		free(e);
		return;
	}
	if ((reason = entry_read(e, from, line, c->is_of_hosts)) != NULL) {
		imported_refuse(c->im, from, "line", reason);
		return;
	}
	if (e->key == NULL && e->n == 0)
		return;
	if (e->key != NULL)
		key = dnsmasq_key(e->key, &value);
	if (key != KEY_NONE && value == VALUE_ALWAYS && e->n == 0)
		reason = "has no value";
	else if (key != KEY_NONE && value == VALUE_NEVER && e->n > 0)
		reason = "has a value, which dnsmasq refuses";
	else
		reason = take_value(c, key, e);
	if (reason != NULL)
		imported_refuse(c->im, from, piece_meant(key, e), reason);
}

/*
 * Whether it is a file of hosts: its first line has commas, and no "=" in front
 * of them, as none of a configuration has.
 */
static int
is_of_hosts(const char *text)
{
	for (;;) {
		text += strspn(text, " \t\r\n");
		if (*text != '#')
			break;
		text += strcspn(text, "\n");
	}
	return text[strcspn(text, ",=\n")] == ',';
}

void
import_dnsmasq(struct imported *im, char *text, size_t n)
{
	static const char *const builtin[] = { "bootp", "cpewan-id", "dhcpv6",
	    "known", "known-othernet" };
	struct dnsmasq c = { .im = im, .is_of_hosts = is_of_hosts(text) };
	size_t pos = 0;
	unsigned from = 0;
	char *line;

	while ((line = textfile_line(text, n, &pos)) != NULL)
		take_line(&c, ++from, line);
	for (size_t i = 0; i < sizeof(builtin) / sizeof(builtin[0]); i++)
		if (tagnames_add(&c.tagnames, builtin[i], 1) == -1)
			im->no_memory = 1;
	dnsmasq_finish(&c);
	dnsmasq_free(&c);
}
