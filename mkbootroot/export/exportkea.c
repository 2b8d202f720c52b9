/*
 * Kea's kea-dhcp4.conf. A host has its profile as a class, and a class for
 * each file of it asks for that and for the firmware.
 */
#include <string.h>

#include "map/arch.h"
#include "mkbootroot/export/exported.h"

/* A string of JSON; its bytes are UTF-8, or what the map has. */
static void
quote(const char *s, FILE *out)
{
	putc('"', out);
	for (; *s != '\0'; s++)
		if (*s == '"' || *s == '\\')
			fprintf(out, "\\%c", *s);
		else if ((unsigned char)*s < 0x20)
			fprintf(out, "\\u%04x", (unsigned char)*s);
		else
			putc(*s, out);
	putc('"', out);
}

/* ", "option-data": [...]", if there is any. */
static void
print_lending(const struct lending *l, FILE *out)
{
	if (!l->has_router && l->dns_n == 0)
		return;
	fputs(",\n    \"option-data\": [ ", out);
	if (l->has_router) {
		fputs("{ \"name\": \"routers\", \"data\": \"", out);
		exported_address(l->router, out);
		fputs("\" }", out);
	}
	if (l->dns_n > 0)
		fprintf(out, "%s{ \"name\": \"domain-name-servers\", "
		    "\"data\": \"", l->has_router ? ", " : "");
	for (size_t i = 0; i < l->dns_n; i++) {
		fputs(i == 0 ? "" : ", ", out);
		exported_address(l->dns[i], out);
	}
	fputs(l->dns_n > 0 ? "\" } ]" : " ]", out);
}

static void
print_match(const struct exported_client *c, FILE *out)
{
	fprintf(out, "substring(pkt4.mac, 0, %zu) == 0x", c->mac_n);
	exported_octets(c->mac, c->mac_n, "", out);
}

/* The test for a prefix alone, or for everybody else. */
static void
print_who(const struct exported *e, const struct exported_client *c, FILE *out)
{
	fputs("not member('KNOWN')", out);
	if (c->who == EXPORTED_PREFIX) {
		fputs(" and ", out);
		print_match(c, out);
	}
	for (size_t i = 0; i < e->clients; i++)
		if (c->who == EXPORTED_DEFAULT ? e->client[i].who ==
		    EXPORTED_PREFIX : exported_covers(c, &e->client[i])) {
			fputs(" and not ", out);
			print_match(&e->client[i], out);
		}
}

/* What who has no option 93 says in the vendor class; a bare PXEClient is a PC
 * with BIOS. */
static void
print_class(unsigned arch, const unsigned *numbers, size_t n, FILE *out)
{
	char class[EXPORTED_CLASS_SIZE];

	fputs(" or (not option[93].exists and (", out);
	for (size_t i = 0; i < n; i++) {
		exported_class(numbers[i], class);
		fprintf(out, "%ssubstring(option[60].hex, 0, %zu) == '%s'",
		    i == 0 ? "" : " or ", strlen(class), class);
	}
	if (arch == ARCH_BIOS)
		fputs(" or (substring(option[60].hex, 0, 9) == 'PXEClient' and "
		    "not (substring(option[60].hex, 9, 6) == ':Arch:'))", out);
	fputs("))", out);
}

static void
print_firmware(const struct exported_file *f, FILE *out)
{
	unsigned numbers[4];
	size_t n = exported_numbers(f->arch, numbers), i;

	/* Not every build of iPXE calls itself so. */
	fprintf(out, " and %s(substring(option[77].hex, 0, 4) == 'iPXE' or "
	    "option[175].exists) and (",
	    f->stage == STAGE_IPXE ? "" : "not ");
	for (i = 0; i < n; i++)
		fprintf(out, "%soption[93].hex == 0x%04x", i == 0 ? "" :
		    " or ", numbers[i]);
	print_class(f->arch, numbers, n, out);
	fputs(")\"", out);
}

static void
print_file(const struct profile *p, const struct exported_file *f, FILE *out)
{
	fputs(",\n    \"boot-file-name\": ", out);
	quote(f->path, out);
	if (f->is_elsewhere || p->has_server) {
		fputs(", \"next-server\": \"", out);
		exported_address(f->is_elsewhere ? f->server : p->server, out);
		putc('"', out);
	}
	if (f->is_elsewhere) {
		fputs(", \"server-hostname\": \"", out);
		exported_address(f->server, out);
		putc('"', out);
	} else if (p->servername != NULL) {
		fputs(", \"server-hostname\": ", out);
		quote(p->servername, out);
	}
	/* UEFI believes an answer to HTTPClient only, and does not ask. */
	if (arch_is_http(f->arch))
		fputs(", \"option-data\": [ { \"name\": "
		    "\"vendor-class-identifier\", \"data\": \"HTTPClient\", "
		    "\"always-send\": true } ]", out);
	fputs(" }", out);
}

/* c NULL: for the hosts with the profile as a class. */
static void
print_classes(const struct exported *e, size_t profile,
    const struct exported_client *c, FILE *out)
{
	const struct profile *p = &e->profile[profile];
	const struct exported_file *f;

	for (f = p->file; f < p->file + p->n; f++) {
		fprintf(out, ",\n  { \"name\": \"%s%zu-", c == NULL ? "p" :
		    "line", c == NULL ? profile + 1 : (size_t)c->line);
		fprintf(out, "%s%u\",\n    \"test\": \"", f->stage ==
		    STAGE_IPXE ? "ipxe" : "arch", f->arch);
		if (c == NULL)
			fprintf(out, "member('KNOWN') and member('p%zu')",
			    profile + 1);
		else
			print_who(e, c, out);
		print_firmware(f, out);
		print_file(p, f, out);
	}
}

static void
print_host(const struct exported_client *c, int with_ip, FILE *out)
{
	fputs("  { \"hw-address\": \"", out);
	exported_octets(c->mac, 6, ":", out);
	fprintf(out, "\", \"client-classes\": [ \"p%zu\" ]", c->profile + 1);
	if (with_ip) {
		fputs(", \"ip-address\": \"", out);
		exported_address(c->ip, out);
		putc('"', out);
	}
	if (c->name != NULL) {
		fputs(", \"hostname\": ", out);
		quote(c->name, out);
	}
	print_lending(&c->lending, out);
	fputs(" }", out);
}

/*
 * The hosts of a net, also of one with a narrower net in it that has them; those
 * of none, for which there is one list, also when they ask elsewhere.
 */
static void
print_hosts(const struct exported *e, const struct exported_net *net,
    FILE *out)
{
	const struct exported_client *c;
	int any = 0;

	for (c = e->client; c < e->client + e->clients; c++) {
		if (c->who != EXPORTED_HOST || (net != NULL ?
		    !c->has_ip || !exported_inside(net, c->ip) :
		    exported_on_a_net(e, c) && !exported_roams(e, c)))
			continue;
		fputs(any ? ",\n" : "\n", out);
		print_host(c, net != NULL, out);
		any = 1;
	}
}

static void
print_nets(const struct exported *e, FILE *out)
{
	const struct exported_net *n;

	for (n = e->net; n < e->net + e->nets; n++) {
		fprintf(out, "%s\n  { \"id\": %zu, \"subnet\": \"",
		    n == e->net ? "" : ",", (size_t)(n - e->net) + 1);
		exported_address(n->address, out);
		fprintf(out, "/%u\"", n->length);
		if (n->lending.has_lease)
			fprintf(out, ", \"valid-lifetime\": %u",
			    n->lending.lease_s);
		print_lending(&n->lending, out);
		fputs(",\n    \"pools\": [],\n    \"reservations\": [", out);
		print_hosts(e, n, out);
		fputs(" ] }", out);
	}
}

static void
warn_of_hosts(const struct exported *e, struct mistakes *mistakes)
{
	const struct exported_client *c;

	for (c = e->client; c < e->client + e->clients; c++) {
		if (c->who == EXPORTED_HOST && c->has_ip &&
		    !exported_on_a_net(e, c))
			mistake_warn(mistakes, c->line, "ip= is left out: it "
			    "lies in no net, and Kea wants a subnet");
		if (c->who != EXPORTED_DEFAULT && c->lending.has_lease)
			mistake_warn(mistakes, c->line, "lease= is left out: "
			    "Kea has none for a host");
		if (c->who == EXPORTED_PREFIX && (c->lending.has_router ||
		    c->lending.dns_n > 0))
			mistake_warn(mistakes, c->line, "router= and dns= "
			    "are left out: Kea has them for nets and hosts");
	}
}

void
export_kea(const struct exported *e, struct mistakes *mistakes, FILE *out)
{
	size_t i;

	warn_of_hosts(e, mistakes);
	fputs("// Written by mkbootroot export kea. Addresses for others: add\n"
	    "// { \"pool\": \"FIRST - LAST\" } to \"pools\" of a subnet.\n"
	    "{ \"Dhcp4\": {\n"
	    "\"user-context\": { \"pools\": \"to be added\" },\n"
	    "\"interfaces-config\": { \"interfaces\": [ \"*\" ] },\n"
	    "\"reservations-global\": true, \"reservations-in-subnet\": true",
	    out);
	if (e->all.has_lease)
		fprintf(out, ",\n\"valid-lifetime\": %u", e->all.lease_s);
	print_lending(&e->all, out);
	/* A class that a host is in has to be known; Kea takes no empty list. */
	fputs(e->profiles == 0 ? "" : ",\n\"client-classes\": [", out);
	for (i = 0; i < e->profiles; i++)
		fprintf(out, "%s\n  { \"name\": \"p%zu\" }", i == 0 ? "" : ",",
		    i + 1);
	for (i = 0; i < e->profiles; i++)
		if (exported_has(e, EXPORTED_HOST, i))
			print_classes(e, i, NULL, out);
	for (i = 0; i < e->clients; i++)
		if (e->client[i].who != EXPORTED_HOST)
			print_classes(e, e->client[i].profile, &e->client[i],
			    out);
	fputs(e->profiles == 0 ? "" : " ]", out);
	fputs(",\n\"reservations\": [", out);
	print_hosts(e, NULL, out);
	fputs(" ],\n\"subnet4\": [", out);
	print_nets(e, out);
	fputs(" ]\n} }\n", out);
}
