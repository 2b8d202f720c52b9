/*
 * dnsmasq(8): its lines, in any order, before anything is made of them.
 */
#include <bsd/stdlib.h>
#include <stdlib.h>
#include <string.h>

#include "arch.h"
#include "dnsmasqhost.h"
#include "hardware.h"
#include "imported.h"
#include "textfile.h"

/* A comment begins with a line, or behind a blank outside of quotes. */
static void
cut_comment(char *line)
{
	char quote = 0;

	for (char *s = line; *s != '\0'; s++)
		if (*s == '"')
			quote = !quote;
		else if (*s == '#' && !quote &&
		    (s == line || s[-1] == ' ' || s[-1] == '\t')) {
			*s = '\0';
			return;
		}
}

static void
arch_add(struct dnsmasq *c, unsigned arch, const char *tag)
{
	if (c->archs == TAGS_MAX)
		return;
	c->arch[c->archs].arch = arch_canonical(arch);
	c->arch[c->archs++].tag = tag;
}

/* dhcp-match=set:TAG,option:client-arch,7; or 175, which only iPXE sends. */
static void
take_match(struct dnsmasq *c, const struct entry *e)
{
	const char *tag = entry_set(e->piece[0]), *bad;
	long long arch;

	if (tag == NULL || e->n < 2)
		return;
	if (strcmp(e->piece[1], "175") == 0) {
		tags_add(&c->ipxe, tag);
		return;
	}
	if (strcmp(e->piece[1], "option:client-arch") != 0 &&
	    strcmp(e->piece[1], "93") != 0) {
		imported_refuse(c->im, e->from, e->piece[1],
		    "tells no kind of firmware");
		return;
	}
	arch = strtonum(e->n > 2 ? e->piece[2] : "", 0, ARCH_MAX, &bad);
	if (bad == NULL)
		arch_add(c, (unsigned)arch, tag);
	else
		imported_refuse(c->im, e->from, e->piece[1],
		    "needs one number");
}

/* dhcp-vendorclass=set:TAG,PXEClient, perhaps with :Arch:00007. */
static void
take_vendor(struct dnsmasq *c, const struct entry *e)
{
	const char *tag = entry_set(e->piece[0]), *arch, *bad;
	long long number;

	if (tag == NULL || e->n < 2 ||
	    text_behind(e->piece[1], "PXEClient") == NULL)
		return;
	if ((arch = text_behind(e->piece[1], "PXEClient:Arch:")) == NULL) {
		tags_add(&c->all, tag);
		return;
	}
	number = strtonum(arch, 0, ARCH_MAX, &bad);
	if (bad == NULL)
		arch_add(c, (unsigned)number, tag);
	else
		imported_refuse(c->im, e->from, e->piece[1],
		    "is no kind of firmware that is known");
}

/*
 * pxe-service=CSA,text,name[,server]: a boot file without its ".0", but for UEFI.
 * A number, or none, is no file: the disk, or whoever has the number. Of several
 * dnsmasq makes a menu, whose first is taken if nobody chooses.
 */
static void
take_service(struct dnsmasq *c, struct entry *e)
{
	static const struct { const char *csa; unsigned arch; } csas[] = {
		{ "x86PC", ARCH_BIOS }, { "IA32_EFI", ARCH_IA32 },
		{ "X86-64_EFI", ARCH_X64 }, { "BC_EFI", ARCH_X64 },
		{ "ARM32_EFI", ARCH_ARM32 }, { "ARM64_EFI", ARCH_ARM64 }
	};
	char name[MAP_TEXT_MAX + 3];
	const char *file;

	entry_pass_tags(e);
	if (e->at > 0 || e->n < 3 ||
	    strspn(e->piece[2], "0123456789") == strlen(e->piece[2])) {
		imported_refuse(c->im, e->from, "pxe-service",
		    e->at > 0 ? "is for some clients only" :
		    "has no boot file");
		return;
	}
	file = e->piece[2];
	for (size_t i = 0; i < sizeof(csas) / sizeof(csas[0]); i++) {
		if (strcasecmp(e->piece[0], csas[i].csa) != 0)
			continue;
		if (words_has_file(&c->services, csas[i].arch)) {
			imported_refuse(c->im, e->from, e->piece[1],
			    "is not the first of its menu");
			return;
		}
		if (e->n > 3)
			words_server(c->im, e->from, &c->services, e->piece[3]);
		snprintf(name, sizeof(name), "%s%s", file,
		    strrchr(file, '.') == NULL ? ".0" : "");
		words_file(c->im, e->from, &c->services, csas[i].arch,
		    imported_keep(c->im, name));
		return;
	}
	imported_refuse(c->im, e->from, e->piece[0],
	    "is no kind of firmware that is known");
}

/* What belongs to DHCP or booting, and is none of ours. */
static int
is_of_booting(const char *key)
{
	static const char *const fine[] = { "dhcp-authoritative",
	    "dhcp-leasefile", "dhcp-lease-max", "dhcp-script",
	    "dhcp-no-override", "dhcp-sequential-ip", "dhcp-rapid-commit",
	    "dhcp-ttl", "dhcp-broadcast", "dhcp-fqdn", "tftp-root" };

	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		if (strcmp(key, fine[i]) == 0)
			return 0;
	return text_behind(key, "dhcp-") != NULL ||
	    text_behind(key, "pxe-") != NULL ||
	    text_behind(key, "tftp-") != NULL;
}

/* Where values of this key are kept until all are there; NULL: not so. */
static struct entries *
kept_of(struct dnsmasq *c, const char *key)
{
	if (strcmp(key, "dhcp-host") == 0)
		return &c->hosts;
	if (strcmp(key, "dhcp-boot") == 0)
		return &c->boots;
	if (strcmp(key, "dhcp-option") == 0 ||
	    strcmp(key, "dhcp-option-force") == 0)
		return &c->options;
	if (strcmp(key, "dhcp-range") == 0)
		return &c->ranges;
	return strcmp(key, "dhcp-mac") == 0 ? &c->sets : NULL;
}

static int
is_other_file(const char *key)
{
	static const char *const keys[] = { "conf-file", "conf-dir",
	    "dhcp-hostsfile", "dhcp-hostsdir", "dhcp-optsfile", "dhcp-optsdir" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(key, keys[i]) == 0)
			return 1;
	return 0;
}

/* The values that name tags of firmware, and those that say it all. */
static void
take_entry(struct dnsmasq *c, const char *key, struct entry *e)
{
	const char *tag = entry_set(e->piece[0]);

	if (strcmp(key, "dhcp-match") == 0)
		take_match(c, e);
	else if (strcmp(key, "dhcp-vendorclass") == 0)
		take_vendor(c, e);
	else if (strcmp(key, "pxe-service") == 0)
		take_service(c, e);
	else if (strcmp(key, "dhcp-userclass") == 0 && tag != NULL &&
	    e->n > 1 && strcmp(e->piece[1], "iPXE") == 0)
		tags_add(&c->ipxe, tag);
	else if (is_other_file(key))
		imported_refuse(c->im, e->from, e->piece[0],
		    "is another file: give them one after the other");
	else if (is_of_booting(key))
		imported_refuse(c->im, e->from, key, "has no word of ours");
}

/* root-path, what PXE ROMs heed (43), and PXELINUX's own (RFC 5071). */
static int
no_word_for(unsigned option)
{
	return option == 17 || option == 43 || option == 209 || option == 210;
}

static void
take_value(struct dnsmasq *c, unsigned from, const char *key, char *value)
{
	struct entries one = { .n = 0 }, *kept = kept_of(c, key);
	struct entry *e = entries_add(kept != NULL ? kept : &one, from, value);

	if (e == NULL) {
		c->im->no_memory = 1;
		return;
	}
	/* In front of the others, "set:" says what is given, not what for. */
	if (kept == NULL)
		take_entry(c, key, e);
	else if (kept != &c->hosts && kept != &c->sets)
		entry_pass_tags(e);
	if (kept == &c->options && no_word_for(entry_option(e)))
		imported_refuse(c->im, from, e->piece[e->at],
		    "has no word of ours");
	free(one.list);
}

/* "key=value", or a line of a dhcp-hostsfile. */
static void
take_line(struct dnsmasq *c, unsigned from, char *line)
{
	unsigned char mac[6];
	char *value, first[32];

	cut_comment(line);
	line = text_trim(line);
	snprintf(first, sizeof(first), "%.*s", (int)strcspn(line, ","), line);
	if (value_mac(first, mac) == 0)
		take_value(c, from, "dhcp-host", line);
	else if ((value = strchr(line, '=')) != NULL) {
		*value++ = '\0';
		take_value(c, from, text_trim(line), text_trim(value));
	}
}

void
import_dnsmasq(struct imported *im, char *text, size_t n)
{
	struct dnsmasq *c = calloc(1, sizeof(*c));
	size_t pos = 0;
	unsigned from = 0;
	char *line;

	if (c == NULL) {
		im->no_memory = 1;
		return;
	}
	c->im = im;
	while ((line = textfile_line(text, n, &pos)) != NULL)
		take_line(c, ++from, line);
	dnsmasq_write(c);
	free(c->hosts.list);
	free(c->boots.list);
	free(c->options.list);
	free(c->ranges.list);
	free(c->sets.list);
	free(c);
}
