/*
 * dhcpd.conf(5). The hosts of a profile are a group; prefixes are classes;
 * what is said at the top is for everybody else. What is said of a host goes
 * before what is said of its class, and that before the top, so each of them
 * says all, also that there is no file.
 */
#include <string.h>

#include "map/arch.h"
#include "mkbootroot/export/exported.h"

/* dhcpd reads \" and \\, and octal for what is not ASCII. */
static void
quote(const char *s, FILE *out)
{
	putc('"', out);
	for (; *s != '\0'; s++)
		if (*s == '"' || *s == '\\')
			fprintf(out, "\\%c", *s);
		else if ((unsigned char)*s < 0x20 || (unsigned char)*s > 0x7e)
			fprintf(out, "\\%03o", (unsigned char)*s);
		else
			putc(*s, out);
	putc('"', out);
}

static void
print_lending(const struct lending *l, const char *indent, FILE *out)
{
	if (l->has_router) {
		fprintf(out, "%soption routers ", indent);
		exported_address(l->router, out);
		fputs(";\n", out);
	}
	for (size_t i = 0; i < l->dns_n; i++) {
		fprintf(out, "%s", i == 0 ? indent : "");
		fputs(i == 0 ? "option domain-name-servers " : ", ", out);
		exported_address(l->dns[i], out);
	}
	if (l->dns_n > 0)
		fputs(";\n", out);
	if (l->has_lease)
		fprintf(out, "%sdefault-lease-time %u;\n"
		    "%smax-lease-time %u;\n", indent, l->lease_s, indent,
		    l->lease_s);
}

/*
 * Who has no option 93 says it in the vendor class; a bare PXEClient, and BOOTP,
 * are PCs with BIOS.
 */
static void
print_firmware(unsigned arch, FILE *out)
{
	char class[EXPORTED_CLASS_SIZE];
	unsigned numbers[4];
	size_t n = exported_numbers(arch, numbers), i;

	for (i = 0; i < n; i++)
		fprintf(out, "option bootroot-arch = 00:%02x or ", numbers[i]);
	fputs("(not exists bootroot-arch and (", out);
	for (i = 0; i < n; i++) {
		exported_class(numbers[i], class);
		fprintf(out, "%ssubstring(option vendor-class-identifier, 0, "
		    "%zu) = \"%s\"", i == 0 ? "" : " or ", strlen(class),
		    class);
	}
	if (arch == ARCH_BIOS)
		fputs(" or (substring(option vendor-class-identifier, 0, 9) = "
		    "\"PXEClient\" and not (substring(option "
		    "vendor-class-identifier, 9, 6) = \":Arch:\")) or "
		    "not exists dhcp-message-type", out);
	fputs("))", out);
}

static void
print_file(const struct exported_file *f, FILE *out)
{
	print_firmware(f->arch, out);
	fputs(" {\n\t\t\tfilename ", out);
	quote(f->path, out);
	fputs(";\n", out);
	if (f->is_elsewhere) {
		fputs("\t\t\tnext-server ", out);
		exported_address(f->server, out);
		fputs(";\n\t\t\tserver-name \"", out);
		exported_address(f->server, out);
		fputs("\";\n", out);
	}
	if (arch_is_http(f->arch))
		fputs("\t\t\toption vendor-class-identifier "
		    "\"HTTPClient\";\n", out);
	fputs("\t\t}", out);
}

/* The files of a stage; for firmware that has none there, none. */
static void
print_stage(const struct profile *p, enum client_stage stage, FILE *out)
{
	const struct exported_file *f;
	int any = 0;

	fputs("\t\t", out);
	for (f = p->file; f < p->file + p->n; f++) {
		if (f->stage != stage)
			continue;
		fputs(any ? " elsif " : "if ", out);
		print_file(f, out);
		any = 1;
	}
	fputs(any ? " else {\n\t\t\tfilename \"\";\n\t\t}\n" :
	    "filename \"\";\n", out);
}

/* Which file for whom. */
static void
print_profile(const struct profile *p, FILE *out)
{
	if (p->has_server) {
		fputs("\tnext-server ", out);
		exported_address(p->server, out);
		fputs(";\n", out);
	}
	if (p->servername != NULL) {
		fputs("\tserver-name ", out);
		quote(p->servername, out);
		fputs(";\n", out);
	}
	/* Not every build of iPXE calls itself so. */
	fputs("\tif option user-class = \"iPXE\" or exists bootroot-ipxe {\n",
	    out);
	print_stage(p, STAGE_IPXE, out);
	fputs("\t} else {\n", out);
	print_stage(p, STAGE_ROM, out);
	fputs("\t}\n", out);
}

static void
print_host(const struct exported_client *c, int with_ip, FILE *out)
{
	fputs("\thost ", out);
	/* A name may have several cards; one of a host has to be one. */
	if (c->name != NULL)
		fprintf(out, "%s-", c->name);
	exported_octets(c->mac, 6, "", out);
	fputs(with_ip == c->has_ip ? "" : "-elsewhere", out);
	fputs(" {\n\t\thardware ethernet ", out);
	exported_octets(c->mac, 6, ":", out);
	fputs(";\n", out);
	if (with_ip) {
		fputs("\t\tfixed-address ", out);
		exported_address(c->ip, out);
		fputs(";\n", out);
	}
	if (c->name != NULL) {
		fputs("\t\toption host-name ", out);
		quote(c->name, out);
		fputs(";\n", out);
	}
	print_lending(&c->lending, "\t\t", out);
	fputs("\t}\n", out);
}

static void
print_match(const struct exported_client *c, FILE *out)
{
	fprintf(out, "substring(hardware, 1, %zu) = ", c->mac_n);
	exported_octets(c->mac, c->mac_n, ":", out);
}

static void
print_class(const struct exported *e, const struct exported_client *c,
    FILE *out)
{
	fputs("class \"bootroot-", out);
	exported_octets(c->mac, c->mac_n, "", out);
	fputs("\" {\n\tmatch if ", out);
	print_match(c, out);
	for (size_t i = 0; i < e->clients; i++)
		if (exported_covers(c, &e->client[i])) {
			fputs(" and not (", out);
			print_match(&e->client[i], out);
			putc(')', out);
		}
	fputs(";\n", out);
	print_lending(&c->lending, "\t", out);
	print_profile(&e->profile[c->profile], out);
	fputs("}\n", out);
}

static void
print_group(const struct exported *e, size_t profile, FILE *out)
{
	int any = 0;

	for (size_t i = 0; i < e->clients; i++) {
		if (e->client[i].who != EXPORTED_HOST ||
		    e->client[i].profile != profile)
			continue;
		if (!any) {
			fputs("group {\n", out);
			print_profile(&e->profile[profile], out);
		}
		any = 1;
		print_host(&e->client[i], e->client[i].has_ip, out);
		if (exported_roams(e, &e->client[i]))
			print_host(&e->client[i], 0, out);
	}
	if (any)
		fputs("}\n", out);
}

void
export_dhcpd(const struct exported *e, struct mistakes *mistakes, FILE *out)
{
	const struct exported_net *net;
	size_t i;

	exported_warn_netless(e, "dhcpd", mistakes);
	fputs("# Written by mkbootroot export dhcpd. Addresses for others: add\n"
	    "# range FIRST LAST; to a subnet.\n"
	    "option bootroot-arch code 93 = string;\n"
	    "option bootroot-ipxe code 175 = string;\n", out);
	print_lending(&e->all, "", out);
	for (i = 0; i < e->clients; i++)
		if (e->client[i].who == EXPORTED_DEFAULT)
			print_profile(&e->profile[e->client[i].profile], out);
	for (net = e->net; net < e->net + e->nets; net++) {
		fputs("subnet ", out);
		exported_address(net->address, out);
		fputs(" netmask ", out);
		exported_address(net->mask, out);
		fputs(" {\n", out);
		print_lending(&net->lending, "\t", out);
		fputs("}\n", out);
	}
	for (i = 0; i < e->clients; i++)
		if (e->client[i].who == EXPORTED_PREFIX)
			print_class(e, &e->client[i], out);
	for (i = 0; i < e->profiles; i++)
		print_group(e, i, out);
}
