/*
 * dhcpd.conf(5): statements and blocks.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "dhcpdcondition.h"
#include "dhcpdscope.h"
#include "dhcpdstatement.h"
#include "hardware.h"
#include "imported.h"

#define DEPTH_MAX 16

struct parser {
	struct imported *im;
	struct statement now;
	struct scope *scopes;	/* the last one first */
	struct aliases aliases;
};

static struct scope *
scope_new(struct parser *p, struct scope *parent, enum block block)
{
	struct scope *s = calloc(1, sizeof(*s));

	if (s == NULL) {
		p->im->no_memory = 1;
		return NULL;
	}
	s->next = p->scopes;
	s->parent = parent;
	s->block = block;
	s->from = p->now.from;
	p->scopes = s;
	return s;
}

static void
take_filename(struct parser *p, struct scope *s, const struct condition *c,
    const char *file)
{
	if (c->kind == KIND_IPXE)
		words_ipxe(p->im, p->now.from, &s->words, file);
	else if (c->kind == KIND_ARCH)
		for (size_t i = 0; i < c->archs; i++)
			words_file(p->im, p->now.from, &s->words, c->arch[i],
			    file);
	else
		words_file(p->im, p->now.from, &s->words, words_arch(file), file);
}

static void
take_option(struct parser *p, struct scope *s, const struct condition *c)
{
	const char *name = p->now.n > 1 ? p->now.token[1] : "";
	const char *value = p->now.n > 2 ? p->now.token[2] : "";

	if (p->now.n > 3 && strcmp(value, "code") == 0) {
		if (strcmp(p->now.token[3], "93") == 0 &&
		    p->aliases.n < ALIASES_MAX)
			p->aliases.name[p->aliases.n++] = name;
	} else if (strcmp(name, "routers") == 0) {
		words_router(p->im, p->now.from, &s->words, value);
	} else if (strcmp(name, "domain-name-servers") == 0) {
		for (size_t i = 2; i < p->now.n; i++)
			if (strcmp(p->now.token[i], ",") != 0)
				words_dns(p->im, p->now.from, &s->words,
				    p->now.token[i]);
	} else if (strcmp(name, "host-name") == 0) {
		if (s->block == BLOCK_HOST)
			s->name = value;
	} else if (strcmp(name, "bootfile-name") == 0) {
		take_filename(p, s, c, value);
	} else if (strcmp(name, "tftp-server-name") == 0) {
		if (strspn(value, "0123456789.") == strlen(value))
			words_server(p->im, p->now.from, &s->words, value);
		else
			words_servername(p->im, p->now.from, &s->words, value);
	} else if (strcmp(name, "root-path") == 0 ||
	    strcmp(name, "vendor-encapsulated-options") == 0 ||
	    strncmp(name, "PXE.", 4) == 0 ||
	    strncmp(name, "pxelinux.", 9) == 0) {
		imported_refuse(p->im, p->now.from, name,
		    "has no word of ours");
	}
}

static void
take_hardware(struct parser *p, struct scope *s)
{
	if (p->now.n > 2 && strcmp(p->now.token[1], "ethernet") == 0 &&
	    value_mac(p->now.token[2], s->mac) == 0)
		s->has_mac = 1;
	else
		imported_refuse(p->im, p->now.from, p->now.n > 1 ?
		    p->now.token[1] : "hardware",
		    "is no address of Ethernet");
}

static void
take_statement(struct parser *p, struct scope *s, const struct condition *c)
{
	const char *value = p->now.n > 1 ? p->now.token[1] : "";

	if (statement_begins(&p->now, "option", NULL))
		take_option(p, s, c);
	else if (statement_begins(&p->now, "filename", NULL))
		take_filename(p, s, c, value);
	else if (statement_begins(&p->now, "next-server", NULL))
		words_server(p->im, p->now.from, &s->words, value);
	else if (statement_begins(&p->now, "server-name", NULL))
		words_servername(p->im, p->now.from, &s->words, value);
	else if (statement_begins(&p->now, "default-lease-time", NULL))
		words_lease(p->im, p->now.from, &s->words, value);
	else if (statement_begins(&p->now, "hardware", NULL))
		take_hardware(p, s);
	else if (statement_begins(&p->now, "fixed-address", NULL)) {
		s->ip = value;
		if (p->now.n > 2)
			imported_refuse(p->im, p->now.from, p->now.token[p->now.n - 1],
			    "is a second address");
	} else if (statement_begins(&p->now, "deny", "booting") ||
	    statement_begins(&p->now, "ignore", "booting")) {
		if (s->block == BLOCK_HOST)
			s->words.ignore = 1;
		else
			imported_refuse(p->im, p->now.from, value,
			    "is refused to hosts only");
	} else if (statement_begins(&p->now, "range", NULL))
		imported_refuse(p->im, p->now.from, "range",
		    "stays with a DHCP server: only ip= is lent");
	else if (statement_begins(&p->now, "include", NULL))
		imported_refuse(p->im, p->now.from, value,
		    "is another file: give them one after the other");
}

/* "subnet ADDRESS netmask MASK". */
static struct scope *
subnet_new(struct parser *p, struct scope *parent)
{
	struct scope *s = scope_new(p, parent, BLOCK_SUBNET);
	struct in_addr net = { 0 }, mask = { 0 };

	if (s == NULL)
		return NULL;
	if (p->now.n != 4 || inet_pton(AF_INET, p->now.token[1], &net) != 1 ||
	    inet_pton(AF_INET, p->now.token[3], &mask) != 1)
		imported_refuse(p->im, p->now.from, "subnet",
		    "has no address and netmask");
	s->net = ntohl(net.s_addr);
	s->mask = ntohl(mask.s_addr);
	return s;
}

static void block(struct parser *p, struct scope *s,
    const struct condition *c, int depth);

/* "class NAME { match if ...; ... }": of PXE clients, or passed over. */
static void
class(struct parser *p, struct scope *s, int depth)
{
	const struct condition all = { .kind = KIND_ALL };
	const char *name = p->now.n > 1 ? p->now.token[1] : "class";
	struct condition c;

	if (statement_next(&p->now) != ';' || !statement_begins(&p->now, "match", "if") ||
	    (c = condition_take(&p->now, &p->aliases)).kind == KIND_UNKNOWN) {
		imported_refuse(p->im, p->now.from, name,
		    "is a class of others than PXE clients");
		statement_pass_block(&p->now);
		return;
	}
	block(p, s, c.kind == KIND_ALL ? &all : &c, depth);
}

/* A statement that begins a block. */
static void
take_block(struct parser *p, struct scope *s, const struct condition *c,
    int depth)
{
	const struct condition all = { .kind = KIND_ALL };
	struct condition inner;
	struct scope *new = s;

	if (statement_begins(&p->now, "if", NULL) || statement_begins(&p->now, "elsif", NULL)) {
		if ((inner = condition_take(&p->now, &p->aliases)).kind == KIND_UNKNOWN) {
			imported_refuse(p->im, p->now.from, "if",
			    "asks for what no word can say");
			statement_pass_block(&p->now);
		} else
			block(p, s, inner.kind == KIND_ALL ? c : &inner,
			    depth);
		return;
	}
	if (statement_begins(&p->now, "else", NULL)) {
		block(p, s, c, depth);
		return;
	}
	if (statement_begins(&p->now, "class", NULL)) {
		class(p, s, depth);
		return;
	}
	if (statement_begins(&p->now, "host", NULL)) {
		if ((new = scope_new(p, s, BLOCK_HOST)) != NULL)
			new->name = p->now.n > 1 ? p->now.token[1] : NULL;
	} else if (statement_begins(&p->now, "subnet", NULL)) {
		new = subnet_new(p, s);
	} else if (statement_begins(&p->now, "group", NULL)) {
		new = scope_new(p, s, BLOCK_GROUP);
	} else if (!statement_begins(&p->now, "pool", NULL) &&
	    !statement_begins(&p->now, "shared-network", NULL))
		new = NULL;	/* zones, keys and the like */
	if (new != NULL)
		block(p, new, &all, depth);
	else
		statement_pass_block(&p->now);
}

/* All statements until the block ends. */
static void
block(struct parser *p, struct scope *s, const struct condition *c, int depth)
{
	char end;

	while ((end = statement_next(&p->now)) != '\0') {
		if (p->now.n > 0 && end == '}')
			imported_refuse(p->im, p->now.from, p->now.token[0],
			    "does not end with ;");
		else if (end == ';')
			take_statement(p, s, c);
		if (end == '}')
			return;
		if (end == '{' && depth == DEPTH_MAX) {
			imported_refuse(p->im, p->now.from, "{",
			    "is too deep in others");
			statement_pass_block(&p->now);
		} else if (end == '{')
			take_block(p, s, c, depth + 1);
	}
}

/* The scopes in the order of the file. */
static struct scope *
in_order(struct scope *last)
{
	struct scope *first = NULL, *next;

	for (; last != NULL; last = next) {
		next = last->next;
		last->next = first;
		first = last;
	}
	return first;
}

void
import_dhcpd(struct imported *im, char *text, size_t n)
{
	const struct condition all = { .kind = KIND_ALL };
	struct parser p = { .im = im,
	    .now = { .im = im, .s = text, .line = 1 } };
	struct scope *global, *next;

	if (strlen(text) != n)
		imported_refuse(im, 1, "NUL", "ends the file");
	if ((global = scope_new(&p, NULL, BLOCK_GLOBAL)) == NULL)
		return;
	/* A stray } ends nothing. */
	do
		block(&p, global, &all, 0);
	while (*p.now.s != '\0');
	p.scopes = in_order(p.scopes);
	im->others = global->words;
	scope_write(im, p.scopes);
	for (; p.scopes != NULL; p.scopes = next) {
		next = p.scopes->next;
		free(p.scopes);
	}
}
