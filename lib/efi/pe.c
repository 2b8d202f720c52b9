/*
 * PE/COFF: the old header says at byte 60 where the new one begins, which
 * says the machine, the subsystem, and where the sections and the signatures
 * are.
 */
#include <bsd/stdlib.h>
#include <bsd/string.h>
#include <bsd/sys/endian.h>
#include <string.h>

#include "efi/pe.h"
#include "map/arch.h"

#define OFFSET_AT 60
#define HEADER_SIZE 24		/* with the signature */
#define SUBSYSTEM_AT 68		/* in the optional header */
#define PE32_PLUS 0x20b		/* its first word: addresses have 64 bits */
#define EFI_APPLICATION 10
#define EFI_DRIVER 11		/* and 12, of those that stay */
#define DIRECTORIES_AT 96	/* in PE32's; PE32+ has 16 bytes more */
#define SIGNATURES 4		/* which of the directories */
#define OPTIONAL_SIZE 256
#define SECTION_SIZE 40
#define SYMBOL_SIZE 18

static const struct {
	unsigned machine, arch;
} machines[] = {
	{ 0x014c, ARCH_IA32 },
	{ 0x01c2, ARCH_ARM32 },
	{ 0x01c4, ARCH_ARM32 },
	{ 0x5064, 27 },		/* RISC-V, 64 bits */
	{ 0x6264, 39 },		/* LoongArch, 64 bits */
	{ 0x8664, ARCH_X64 },
	{ 0xaa64, ARCH_ARM64 },
};

static int
arch_of(unsigned machine)
{
	size_t i;

	for (i = 0; i < sizeof(machines) / sizeof(machines[0]); i++)
		if (machines[i].machine == machine)
			return (int)machines[i].arch;
	return -1;
}

/*
 * A name of more than 8 bytes is "/14": an offset into the table of strings,
 * which lies behind that of the symbols. shim's sections have such names.
 */
static void
name_section(const struct efifile *f, const unsigned char *field,
    uint64_t strings_at, char name[PE_NAME_SIZE])
{
	const char *error;
	long long at;
	size_t got;

	memcpy(name, field, 8);
	name[8] = '\0';
	if (name[0] != '/' || strings_at == 0)
		return;
	at = strtonum(name + 1, 4, 9999999, &error);
	if (error != NULL)
		return;
	got = efifile_read(f, name, PE_NAME_SIZE - 1, strings_at +
	    (uint64_t)at);
	name[got] = '\0';
}

static void
read_sections(const struct efifile *f, uint64_t at, unsigned n,
    uint64_t strings_at, struct pe *p)
{
	unsigned char header[SECTION_SIZE];
	struct pe_section *s;
	uint32_t in_memory;

	for (; n > 0 && p->sections < PE_SECTIONS; n--, at += SECTION_SIZE) {
		if (efifile_read(f, header, sizeof(header), at) !=
		    sizeof(header))
			return;
		s = &p->section[p->sections++];
		name_section(f, header, strings_at, s->name);
		in_memory = le32dec(header + 8);
		s->n = le32dec(header + 16);
		s->at = le32dec(header + 20);
		/* In the file it is filled up to whole pages. */
		if (in_memory > 0 && in_memory < s->n)
			s->n = in_memory;
	}
}

/* Where the signatures are: the directory that holds no address. */
static void
read_directory(const unsigned char *optional, size_t n, struct pe *p)
{
	const size_t at = DIRECTORIES_AT + 8 * SIGNATURES +
	    (le16dec(optional) == PE32_PLUS ? 16 : 0);

	if (n < at + 8)
		return;
	p->signatures_at = le32dec(optional + at);
	p->signatures_n = le32dec(optional + at + 4);
}

void
pe_read(const struct efifile *f, struct pe *p)
{
	unsigned char dos[OFFSET_AT + 4], h[HEADER_SIZE];
	unsigned char optional[OPTIONAL_SIZE];
	uint64_t at, strings_at = 0;
	size_t optional_n, got;
	unsigned subsystem;

	memset(p, 0, sizeof(*p));
	p->arch = -1;
	if (efifile_read(f, dos, sizeof(dos), 0) != sizeof(dos) ||
	    memcmp(dos, "MZ", 2) != 0)
		return;
	at = le32dec(dos + OFFSET_AT);
	memset(h, 0, sizeof(h));
	if (efifile_read(f, h, sizeof(h), at) < 6 ||
	    memcmp(h, "PE\0\0", 4) != 0)
		return;
	p->arch = arch_of(le16dec(h + 4));
	p->is_64 = p->arch != ARCH_IA32 && p->arch != ARCH_ARM32;
	optional_n = le16dec(h + 20);
	at += HEADER_SIZE;
	got = efifile_read(f, optional, optional_n < sizeof(optional) ?
	    optional_n : sizeof(optional), at);
	if (got < SUBSYSTEM_AT + 2)
		return;
	subsystem = le16dec(optional + SUBSYSTEM_AT);
	p->application = subsystem == EFI_APPLICATION;
	p->driver = subsystem == EFI_DRIVER || subsystem == EFI_DRIVER + 1;
	read_directory(optional, got, p);
	if (le32dec(h + 12) != 0)
		strings_at = le32dec(h + 12) +
		    (uint64_t)le32dec(h + 16) * SYMBOL_SIZE;
	read_sections(f, at + optional_n, le16dec(h + 6), strings_at, p);
}

const struct pe_section *
pe_section(const struct pe *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->sections; i++)
		if (strcmp(p->section[i].name, name) == 0)
			return &p->section[i];
	return NULL;
}

size_t
pe_section_read(const struct pe *p, const struct efifile *f, const char *name,
    void *buf, size_t size)
{
	const struct pe_section *s = pe_section(p, name);

	return s == NULL ? 0 :
	    efifile_read(f, buf, s->n < size ? s->n : size, s->at);
}
