/*
 * Of all that is for a client, what it gets: the choice among dhcp-boot,
 * dhcp-option and pxe-service.
 */
#include <arpa/inet.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqmenu.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasqtell.h"
#include "mkbootroot/text/mapvalue.h"

/* The last dhcp-boot with tags that all match, else the last one without. */
static struct entry *
boot_of(const struct question *q)
{
	const struct sieve *s = &q->c->boots.sieve;
	struct entry *e, *without = NULL;

	q->c->im->work += sieve_fill(s, q->who.all);
	for (size_t at = sieve_before(s, s->n); at != SIEVE_NONE;
	    at = sieve_before(s, at)) {
		e = q->c->boots.list.item[at];
		if (who_has(q->c, e, q->who.all, TRUTH_NO))
			return e;
		if (e->tags == 0 && without == NULL)
			without = e;
	}
	return without;
}

const struct dnsmasq_option *
option_of(const struct question *q, int told)
{
	const struct sieved *options = &q->c->told[told];
	const struct sieve *s = &options->sieve;
	const struct dnsmasq_option *o, *in_range = NULL, *without = NULL;

	if (s->n == 0)
		return NULL;
	q->c->im->work += sieve_fill(s, q->who.all);
	for (size_t at = sieve_before(s, s->n); at != SIEVE_NONE;
	    at = sieve_before(s, at)) {
		o = options->list.item[at];
		if (o->e->tags == 0 && without == NULL)
			without = o;
		if (!who_has(q->c, o->e, q->who.all, TRUTH_NO))
			continue;
		if (who_has(q->c, o->e, &q->c->space->before, TRUTH_NO))
			return o;
		if (in_range == NULL)
			in_range = o;
	}
	return in_range != NULL ? in_range : without;
}

static void
name_own_address(struct imported *im, unsigned from, const char *as)
{
	char reason[80];

	snprintf(reason, sizeof(reason), "is dnsmasq's own address as a %s: "
	    "write which it is", as);
	imported_refuse(im, from, "0.0.0.0", reason);
}

void
tell_address(const struct question *q, struct entry *e, struct in_addr address,
    const char *as, struct in_addr *told, unsigned *from)
{
	char text[INET_ADDRSTRLEN];
	unsigned char bytes[4];
	const char *reason;

	if (told->s_addr != 0)
		return;
	if (address.s_addr == 0) {
		e->is_told = 1;
		if (as != NULL)
			name_own_address(q->c->im, e->from, as);
		return;
	}
	inet_ntop(AF_INET, &address, text, sizeof(text));
	if ((reason = value_address(text, bytes)) != NULL) {
		imported_refuse(q->c->im, e->from, text, reason);
		return;
	}
	*told = address;
	*from = e->from;
	e->is_told = 1;
}

/* A server by name: an address in it is as good as one in siaddr. */
static void
tell_name(const struct question *q, struct entry *e, const char *name)
{
	struct told *told = q->told;
	const char *reason;
	struct in_addr a;

	if (inet_pton(AF_INET, name, &a) == 1) {
		tell_address(q, e, a, NULL, &told->server, &told->server_from);
	} else if (name[0] != '\0' && told->servername == NULL) {
		if ((reason = value_name(name)) != NULL) {
			imported_refuse(q->c->im, e->from, name, reason);
			return;
		}
		told->servername = name;
		told->servername_from = e->from;
		e->is_told = 1;
	}
}

/* dhcp-boot=file,server name,server address: the file and the address. */
static void
tell_boot(const struct question *q, struct entry *e)
{
	struct told *told = q->told;
	const struct piece *p = e->piece + e->at;
	const size_t n = e->n - e->at;
	struct in_addr a;

	if (p[0].text[0] != '\0') {
		told->file = p[0].text;
		told->file_from = e->from;
	}
	if (n > 2 && inet_pton(AF_INET, p[2].text, &a) == 1)
		tell_address(q, e, a, NULL, &told->server, &told->server_from);
	else if (n > 2 && p[2].text[0] != '\0')
		imported_refuse(q->c->im, e->from, p[2].text,
		    "is a name: write its address");
}

static void
tell_file(const struct question *q)
{
	const struct dnsmasq_option *o = option_of(q, TOLD_FILE);

	if (o != NULL && o->text != NULL && o->text[0] != '\0') {
		q->told->file = o->text;
		q->told->file_from = o->e->from;
	}
}

/*
 * What is said of booting, by dhcp-boot and by options. With dhcp-no-override
 * dhcp-boot's file and name are in fields that an option goes before.
 */
static void
tell_all(const struct question *q, struct entry *boot)
{
	struct told *told = q->told;
	const struct dnsmasq_option *o;
	const int has_name = boot != NULL && boot->n - boot->at > 1;

	if (boot != NULL)
		tell_boot(q, boot);
	if (told->file == NULL || q->c->has_no_override)
		tell_file(q);
	if (boot == NULL && (o = option_of(q, TOLD_SIADDR)) != NULL &&
	    o->addresses > 0)
		tell_address(q, o->e, o->address[0], NULL, &told->server,
		    &told->server_from);
	if (told->server.s_addr == 0 &&
	    (o = option_of(q, TOLD_ADDRESS)) != NULL &&
	    o->addresses > 0)
		tell_address(q, o->e, o->address[0], NULL, &told->server,
		    &told->server_from);
	if (has_name && !q->c->has_no_override)
		tell_name(q, boot, boot->piece[boot->at + 1].text);
	if ((o = option_of(q, TOLD_NAME)) != NULL && o->text != NULL)
		tell_name(q, o->e, o->text);
	if (has_name)
		tell_name(q, boot, boot->piece[boot->at + 1].text);
}

/*
 * Whether firmware that boots by HTTP takes the answer: its class has to be in
 * it, which dnsmasq does not send by itself, and the file has to be a URL.
 */
static int
is_for_http(const struct question *q)
{
	const struct who *w = &q->who;
	const struct dnsmasq_option *o;

	if (q->told->file == NULL || strstr(q->told->file, "://") == NULL)
		return 0;
	if (w->is_pxe && q->c->is_pxe)
		return strncmp(w->pxe_vendor, "HTTPClient", 10) == 0;
	if ((o = option_of(q, TOLD_CLASS)) != NULL)
		return o->text != NULL &&
		    strncmp(o->text, "HTTPClient", 10) == 0;
	/* With options of the class, dnsmasq says it back. */
	for (size_t i = 0; i < q->c->options.n; i++) {
		o = q->c->options.item[i];
		if (o->place == OF_VENDOR && text_within(o->vendor,
		    strlen(o->vendor), w->vendor, strlen(w->vendor), 1) ==
		    TRUTH_YES && who_has(q->c, o->e, w->all, TRUTH_YES))
			return 1;
	}
	return 0;
}

static void
forget_boot(struct told *told)
{
	told->file = told->servername = NULL;
	told->server.s_addr = 0;
}

static void
tell_entry(const struct question *q, const struct dnsmasq_service *s)
{
	menu_tell(q->c, s, q->told);
	if (q->told->file != NULL && s->server.s_addr != 0)
		tell_address(q, s->e, s->server, NULL, &q->told->server,
		    &q->told->server_from);
}

void
tell_lent(const struct question *q)
{
	struct entry *boot = boot_of(q);
	struct menu menu = { NULL, NULL };

	if (q->c->is_pxe && q->who.is_pxe && !q->who.asker->is_http)
		menu_for(q->c, &q->who, &menu);
	if (menu.first != NULL && menu.only == NULL) {
		tell_entry(q, menu.first);
		return;
	}
	tell_all(q, boot);
	if (q->who.asker->is_http && !is_for_http(q))
		forget_boot(q->told);
}

/*
 * A ROM with UEFI asks a proxy twice, at port 4011 for what the only entry says;
 * but a file in the first answer it takes at once.
 */
void
tell_proxied(const struct question *q)
{
	struct entry *boot = boot_of(q);
	struct menu menu;

	menu_for(q->c, &q->who, &menu);
	if (menu.only != NULL) {
		tell_entry(q, menu.only);
		return;
	}
	if (boot != NULL && (menu.first == NULL || q->who.asker->arch >= 6))
		tell_boot(q, boot);
	if (q->told->file != NULL || menu.first == NULL)
		return;
	forget_boot(q->told);
	tell_entry(q, menu.first);
}
