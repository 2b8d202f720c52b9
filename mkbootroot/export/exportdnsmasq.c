/*
 * dnsmasq(8). A host, a prefix or everybody else has the tag of its profile,
 * and each kind of firmware has one: a file is for those with both.
 */
#include "map/arch.h"
#include "mkbootroot/export/exported.h"

/* In quotes, between which dnsmasq knows \" and \\. */
static void
quote(const char *s, FILE *out)
{
	putc('"', out);
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			putc('\\', out);
		putc(*s, out);
	}
	putc('"', out);
}

/*
 * Options 3 and 6 for those with a tag; "" is everybody, who is told none then:
 * without the option dnsmasq would tell its own address.
 */
static void
print_lending(const struct lending *l, const char *tag, FILE *out)
{
	const int is_all = tag[0] == '\0';

	if (l->has_router) {
		fprintf(out, "dhcp-option=%soption:router,", tag);
		exported_address(l->router, out);
		putc('\n', out);
	} else if (is_all)
		fputs("dhcp-option=option:router\n", out);
	if (l->dns_n > 0 || is_all)
		fprintf(out, "dhcp-option=%soption:dns-server", tag);
	for (size_t i = 0; i < l->dns_n; i++) {
		putc(',', out);
		exported_address(l->dns[i], out);
	}
	if (l->dns_n > 0 || is_all)
		putc('\n', out);
}

/*
 * Who has no option 93 says it in the vendor class; a bare PXEClient, and BOOTP,
 * are PCs with BIOS.
 */
static void
print_class(unsigned arch, unsigned number, FILE *out)
{
	char class[EXPORTED_CLASS_SIZE];

	exported_class(number, class);
	fprintf(out, "dhcp-vendorclass=set:class%u,%s\n"
	    "tag-if=set:arch%u,tag:class%u,tag:!has93\n", number, class, arch,
	    number);
	if (number != ARCH_BIOS)
		return;
	fprintf(out, "dhcp-vendorclass=set:pxe,PXEClient\n"
	    "dhcp-vendorclass=set:named,:Arch:\n"
	    "tag-if=set:arch%u,tag:pxe,tag:!named,tag:!has93\n"
	    "tag-if=set:arch%u,tag:bootp,tag:!named,tag:!has93\n", arch, arch);
}

static void
print_archs(const struct exported *e, FILE *out)
{
	unsigned numbers[4];
	size_t i, j, n;

	/* Not every build of iPXE calls itself so. */
	fputs("dhcp-userclass=set:ipxe,iPXE\n"
	    "dhcp-match=set:ipxe,175\n"
	    "dhcp-match=set:has93,option:client-arch\n", out);
	for (i = 0; i < e->archs_n; i++) {
		n = exported_numbers(e->archs[i], numbers);
		for (j = 0; j < n; j++) {
			fprintf(out, "dhcp-match=set:arch%u,"
			    "option:client-arch,%u\n", e->archs[i],
			    numbers[j]);
			print_class(e->archs[i], numbers[j], out);
		}
		/* UEFI believes an answer to HTTPClient only (UEFI 2.5). */
		if (arch_is_http(e->archs[i]))
			fprintf(out, "dhcp-option-force=tag:arch%u,60,"
			    "HTTPClient\n", e->archs[i]);
	}
}

static void
print_nets(const struct exported *e, FILE *out)
{
	const struct exported_net *net;
	char tag[32];
	size_t i;

	for (i = 0; i < e->nets; i++) {
		net = &e->net[i];
		fprintf(out, "dhcp-range=set:net%zu,", i + 1);
		exported_address(net->address, out);
		fputs(",static,", out);
		exported_address(net->mask, out);
		if (net->lending.has_lease)
			fprintf(out, ",%u", net->lending.lease_s);
		putc('\n', out);
		snprintf(tag, sizeof(tag), "tag:net%zu,", i + 1);
		print_lending(&net->lending, tag, out);
	}
}

static void
print_client(const struct exported_client *c, int with_ip, FILE *out)
{
	char tag[32];
	int own = c->lending.has_router || c->lending.dns_n > 0;

	snprintf(tag, sizeof(tag), "tag:host%02x%02x%02x%02x%02x%02x,",
	    c->mac[0], c->mac[1], c->mac[2], c->mac[3], c->mac[4], c->mac[5]);
	fputs("dhcp-host=", out);
	exported_octets(c->mac, 6, ":", out);
	fprintf(out, ",set:p%zu", c->profile + 1);
	if (own)
		fprintf(out, ",set:%.16s", tag + 4);
	if (with_ip) {
		putc(',', out);
		exported_address(c->ip, out);
	}
	if (c->name != NULL)
		fprintf(out, ",%s", c->name);
	if (c->lending.has_lease)
		fprintf(out, ",%u", c->lending.lease_s);
	putc('\n', out);
	if (own && with_ip == c->has_ip)
		print_lending(&c->lending, tag, out);
}

/* A prefix has a tag, and all prefixes have one together. */
static void
print_prefix(const struct exported_client *c, FILE *out)
{
	for (int i = 0; i < 2; i++) {
		fputs(i == 0 ? "dhcp-mac=set:" : "dhcp-mac=set:prefix,", out);
		if (i == 0) {
			exported_octets(c->mac, c->mac_n, "", out);
			putc(',', out);
		}
		exported_octets(c->mac, c->mac_n, ":", out);
		for (size_t n = c->mac_n; n < 6; n++)
			fputs(":*", out);
		putc('\n', out);
	}
}

/* The tags of a prefix alone, or of everybody else. */
static void
print_tags(const struct exported *e, const struct exported_client *c,
    FILE *out)
{
	fputs("tag:!known,", out);
	if (c->who == EXPORTED_DEFAULT) {
		if (exported_has(e, EXPORTED_PREFIX, SIZE_MAX))
			fputs("tag:!prefix,", out);
		return;
	}
	fputs("tag:", out);
	exported_octets(c->mac, c->mac_n, "", out);
	putc(',', out);
	for (size_t i = 0; i < e->clients; i++)
		if (exported_covers(c, &e->client[i])) {
			fputs("tag:!", out);
			exported_octets(e->client[i].mac, e->client[i].mac_n,
			    "", out);
			putc(',', out);
		}
}

static void
print_server(const char *name, const struct in_addr *address, FILE *out)
{
	fprintf(out, ",%s", name == NULL ? "" : name);
	if (address != NULL) {
		putc(',', out);
		exported_address(*address, out);
	}
}

/* c NULL: for the hosts that have the profile's tag. */
static void
print_files(const struct exported *e, size_t profile,
    const struct exported_client *c, FILE *out)
{
	const struct profile *p = &e->profile[profile];
	const struct exported_file *f;

	for (f = p->file; f < p->file + p->n; f++) {
		fputs("dhcp-boot=", out);
		if (c == NULL)
			fprintf(out, "tag:p%zu,", profile + 1);
		else
			print_tags(e, c, out);
		fprintf(out, "tag:%sipxe,tag:arch%u,", f->stage ==
		    STAGE_IPXE ? "" : "!", f->arch);
		quote(f->path, out);
		if (f->is_elsewhere)
			print_server(NULL, &f->server, out);
		else if (p->servername != NULL || p->has_server)
			print_server(p->servername, p->has_server ?
			    &p->server : NULL, out);
		putc('\n', out);
	}
}

void
export_dnsmasq(const struct exported *e, struct mistakes *mistakes, FILE *out)
{
	const struct exported_client *c;
	size_t i;

	exported_warn_netless(e, "dnsmasq", mistakes);
	fputs("# Written by mkbootroot export dnsmasq. Addresses for others:\n"
	    "# add dhcp-range=FIRST,LAST.\n", out);
	print_archs(e, out);
	print_nets(e, out);
	print_lending(&e->all, "", out);
	for (i = 0; i < e->clients; i++) {
		c = &e->client[i];
		/* Of two that fit dnsmasq takes the last. */
		if (c->who == EXPORTED_HOST && exported_roams(e, c))
			print_client(c, 0, out);
		if (c->who == EXPORTED_HOST)
			print_client(c, c->has_ip, out);
		else if (c->who == EXPORTED_PREFIX)
			print_prefix(c, out);
	}
	for (i = 0; i < e->profiles; i++)
		if (exported_has(e, EXPORTED_HOST, i))
			print_files(e, i, NULL, out);
	for (i = 0; i < e->clients; i++)
		if (e->client[i].who != EXPORTED_HOST)
			print_files(e, e->client[i].profile, &e->client[i],
			    out);
}
