/*
 * The sections that tell EFI programs apart. A text that stands anywhere is
 * no proof: only what has its place is looked at.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "efi/efiprogram.h"

#define SDMAGIC "#### LoaderInfo: systemd-boot "
#define SEARCHED_MAX (4u << 20)	/* bytes of a section */

/* The name of its configuration: builds before 2023 have no SBAT. */
static const char refind[] = "r\0e\0f\0i\0n\0d\0.\0c\0o\0n\0f\0";

static size_t
read_text(const struct efifile *f, const struct pe *p, const char *section,
    char *buf, size_t size)
{
	const size_t n = pe_section_read(p, f, section, buf, size - 1);

	buf[n] = '\0';
	return n;
}

static enum loader_kind
kind_of_sbat(const struct sbat *s)
{
	static const struct {
		const char *component;
		enum loader_kind kind;
	} known[] = {
		{ "grub", LOADER_GRUB }, { "ipxe", LOADER_IPXE },
		{ "systemd-boot", LOADER_SYSTEMD_BOOT },
		{ "refind", LOADER_REFIND }, { "shim", LOADER_SHIM }
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (sbat_find(s, known[i].component) != NULL)
			return known[i].kind;
	return LOADER_NONE;
}

/* What it is, out of what was read. */
static enum loader_kind
kind_of(const struct pe *p, const struct sbat *s, const char *magic)
{
	if (pe_section(p, ".linux") != NULL)
		return LOADER_UKI;
	if (strncmp(magic, SDMAGIC, strlen(SDMAGIC)) == 0)
		return LOADER_SYSTEMD_BOOT;
	if (pe_section(p, "mods") != NULL)
		return LOADER_GRUB;
	if (pe_section(p, ".vendor_cert") != NULL)
		return LOADER_SHIM;
	return kind_of_sbat(s);
}

/* What has no mark, by a text of its own sections. */
static enum loader_kind
kind_of_text(const struct efifile *f, const struct pe *p)
{
	static const char *const where[] = { ".text", ".rodata", ".data" };
	const struct pe_section *s;
	uint64_t at;
	size_t i;

	for (i = 0; i < sizeof(where) / sizeof(where[0]); i++)
		if ((s = pe_section(p, where[i])) != NULL &&
		    efifile_find(f, s->at, s->n < SEARCHED_MAX ? s->n :
		    SEARCHED_MAX, refind, sizeof(refind) - 1, &at))
			return LOADER_REFIND;
	return LOADER_NONE;
}

enum loader_kind
efiprogram_kind(const struct efifile *f, const struct pe *p)
{
	char text[SBAT_TEXT_MAX], magic[64];
	enum loader_kind kind;
	struct sbat s;
	size_t n;

	n = read_text(f, p, ".sbat", text, sizeof(text));
	sbat_parse(text, n, &s);
	read_text(f, p, ".sdmagic", magic, sizeof(magic));
	kind = kind_of(p, &s, magic);
	return kind == LOADER_NONE ? kind_of_text(f, p) : kind;
}

static void
read_signatures(const struct efifile *f, struct efiprogram *e)
{
	const size_t n = e->pe.signatures_n < SIGNATURE_TABLE_MAX ?
	    e->pe.signatures_n : SIGNATURE_TABLE_MAX;
	unsigned char *table;
	size_t got;

	e->by.n = 0;
	if (n > 0 && (table = malloc(n)) != NULL) {
		got = efifile_read(f, table, n, e->pe.signatures_at);
		signatures_parse(table, got, &e->by);
		free(table);
	}
	e->is_signed = e->by.n > 0;
}

/* The version of a component; the last line of a name is its packager's. */
static void
take_version(struct efiprogram *e, const char *component)
{
	const struct sbat_entry *s = sbat_find(&e->sbat, component);

	if (s != NULL)
		snprintf(e->version, sizeof(e->version), "%s", s->version);
}

/* "#### LoaderInfo: systemd-boot 257.13-1 ####" */
static void
take_magic(struct efiprogram *e, const char *magic)
{
	const size_t before = strlen(SDMAGIC);

	if (strncmp(magic, SDMAGIC, before) == 0)
		snprintf(e->version, sizeof(e->version), "%.*s",
		    (int)strcspn(magic + before, " "), magic + before);
}

/* shim's own line says 1 for every version; its packager's has it. */
static void
take_shim(const struct efifile *f, struct efiprogram *e)
{
	size_t i;

	shim_read(f, &e->pe, &e->shim);
	snprintf(e->version, sizeof(e->version), "%s", e->shim.version);
	for (i = 0; i < e->sbat.n && e->version[0] == '\0'; i++)
		if (strncmp(e->sbat.entry[i].component, "shim.", 5) == 0)
			snprintf(e->version, sizeof(e->version), "%s",
			    e->sbat.entry[i].version);
}

void
efiprogram_read(const struct efifile *f, struct efiprogram *e)
{
	char text[SBAT_TEXT_MAX], magic[96];
	size_t n;

	memset(e, 0, sizeof(*e));
	pe_read(f, &e->pe);
	if (e->pe.arch == -1)
		return;
	n = read_text(f, &e->pe, ".sbat", text, sizeof(text));
	sbat_parse(text, n, &e->sbat);
	e->has_sbat = e->sbat.n > 0;
	read_text(f, &e->pe, ".sdmagic", magic, sizeof(magic));
	e->kind = kind_of(&e->pe, &e->sbat, magic);
	if (e->kind == LOADER_NONE)
		e->kind = kind_of_text(f, &e->pe);
	read_signatures(f, e);
	switch (e->kind) {
	case LOADER_SHIM:
		take_shim(f, e);
		break;
	case LOADER_GRUB:
		grub_read(f, &e->pe, &e->grub);
		take_version(e, "grub");
		if (e->version[0] == '\0')
			snprintf(e->version, sizeof(e->version), "%s",
			    e->grub.version);
		break;
	case LOADER_SYSTEMD_BOOT:
		take_version(e, "systemd-boot");
		take_magic(e, magic);
		break;
	case LOADER_REFIND:
		take_version(e, "refind");
		break;
	case LOADER_IPXE:
		take_version(e, "ipxe");
		break;
	default:
		break;
	}
}

const char *
efiprogram_name(const struct efiprogram *e, char *buf, size_t size)
{
	const char *name = "an EFI program";

	switch (e->kind) {
	case LOADER_SHIM:
		name = "shim";
		break;
	case LOADER_GRUB:
		name = "GRUB";
		break;
	case LOADER_IPXE:
		name = "iPXE";
		break;
	case LOADER_SYSTEMD_BOOT:
		name = "systemd-boot";
		break;
	case LOADER_REFIND:
		name = "rEFInd";
		break;
	case LOADER_UKI:
		name = "a unified kernel image";
		break;
	default:
		break;
	}
	snprintf(buf, size, "%s%s%s", name, e->version[0] == '\0' ? "" : " ",
	    e->version);
	return buf;
}
