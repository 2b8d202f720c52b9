/*
 * The section mods: a header says where modules begin and end; each is an ELF
 * file behind a type and a length (include/grub/kernel.h), and has its name
 * in its section .modname.
 */
#include <bsd/sys/endian.h>
#include <ctype.h>
#include <string.h>

#include "efi/elf.h"
#include "efi/grubread.h"

#define MAGIC "mimg"
#define TYPE_ELF 0
#define TYPE_MEMDISK 1
#define ENTRY_HEADER 8
#define MODULES_MAX 512
#define SECTIONS_MAX 64		/* of a module */
#define MODULE_NAME_SIZE 32

/*
 * What efinet says while it debugs, where it takes the server and the file
 * from the proxy's answer: Red Hat's change of 2021, which others have taken
 * over. No version of GRUB's own has it.
 */
#define PROXY_TEXT "setting values from proxy offer"
#define BANNER "GNU GRUB  version %s"
#define MODULE_SIZE_MAX (1 << 20)	/* bytes; real ones have some 20 kB */
#define MEMDISK_MAX (32 << 20)	/* bytes that are searched for names */

/* A module: where its ELF file lies, and how long it is. */
struct module {
	uint64_t at;
	size_t n;
};

/* Its name; "" if there is none. */
static void
read_name(const struct efifile *f, const struct module *m,
    char name[MODULE_NAME_SIZE])
{
	uint64_t at, n;
	size_t got = 0;

	if (elf_section(f, m->at, m->n, ".modname", SECTIONS_MAX, &at, &n))
		got = efifile_read(f, name, n < MODULE_NAME_SIZE - 1 ?
		    (size_t)n : MODULE_NAME_SIZE - 1, at);
	name[got] = '\0';
}

/* Behind the text of its banner lies the version that is put into it. */
static void
read_banner(const struct efifile *f, const struct module *m, struct grub *g)
{
	char text[sizeof(g->version) + 1];
	uint64_t at;
	size_t n;

	if (g->normal)
		return;
	g->normal = 1;
	if (!efifile_find(f, m->at, m->n < MODULE_SIZE_MAX ? m->n :
	    MODULE_SIZE_MAX, BANNER, sizeof(BANNER), &at))
		return;
	n = efifile_read(f, text, sizeof(text) - 1, at + sizeof(BANNER));
	text[n] = '\0';
	n = strlen(text);
	if (n == 0 || n >= sizeof(g->version) ||
	    !isdigit((unsigned char)*text) || strspn(text, "0123456789"
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.+~:-_") !=
	    n)
		return;
	memcpy(g->version, text, n + 1);
}

/*
 * The archive that grub-mkstandalone puts in: modules lie there, maybe each
 * compressed, under names that are not.
 */
static void
take_memdisk(const struct efifile *f, const struct module *m, struct grub *g)
{
	const uint64_t n = m->n < MEMDISK_MAX ? m->n : MEMDISK_MAX;

	/* GRUB takes the first. */
	if (g->memdisk)
		return;
	g->memdisk = 1;
	g->tftp |= efifile_has(f, m->at, n, "/tftp.mod");
	g->http |= efifile_has(f, m->at, n, "/http.mod");
	g->card |= efifile_has(f, m->at, n, "/efinet.mod");
}

static void
take_module(const struct efifile *f, const struct module *m, struct grub *g)
{
	char name[MODULE_NAME_SIZE];

	read_name(f, m, name);
	g->modules += name[0] != '\0';
	if (strcmp(name, "tftp") == 0)
		g->tftp = 1;
	else if (strcmp(name, "http") == 0)
		g->http = 1;
	else if (strcmp(name, "efinet") == 0 && !g->efinet) {
		g->card = g->efinet = 1;
		g->proxy = efifile_has(f, m->at, m->n < MODULE_SIZE_MAX ?
		    m->n : MODULE_SIZE_MAX, PROXY_TEXT);
	} else if (strcmp(name, "normal") == 0)
		read_banner(f, m, g);
}

void
grub_read(const struct efifile *f, const struct pe *p, struct grub *g)
{
	const struct pe_section *s = pe_section(p, "mods");
	unsigned char h[24], entry[ENTRY_HEADER];
	uint64_t at, end;
	struct module m;
	size_t n, tries;

	memset(g, 0, sizeof(*g));
	if (s == NULL || s->n < sizeof(h) || efifile_read(f, h, sizeof(h),
	    s->at) != sizeof(h) || memcmp(h, MAGIC, 4) != 0)
		return;
	at = p->is_64 ? le64dec(h + 8) : le32dec(h + 4);
	end = p->is_64 ? le64dec(h + 16) : le32dec(h + 8);
	if (end > s->n)
		end = s->n;
	for (tries = 0; tries < MODULES_MAX && at < end &&
	    end - at >= ENTRY_HEADER; tries++, at += n) {
		if (efifile_read(f, entry, sizeof(entry), s->at + at) !=
		    sizeof(entry))
			return;
		n = le32dec(entry + 4);
		if (n < ENTRY_HEADER || n > end - at)
			return;
		m.at = s->at + at + ENTRY_HEADER;
		m.n = n - ENTRY_HEADER;
		if (le32dec(entry) == TYPE_ELF)
			take_module(f, &m, g);
		else if (le32dec(entry) == TYPE_MEMDISK)
			take_memdisk(f, &m, g);
	}
}
