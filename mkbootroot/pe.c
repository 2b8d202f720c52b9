/*
 * PE/COFF: the old header says at byte 60 where the new one begins, which
 * says the machine, the subsystem, and where the sections are.
 */
#include <bsd/sys/endian.h>
#include <string.h>
#include <unistd.h>

#include "arch.h"
#include "pe.h"

#define OFFSET_AT 60
#define HEADER_SIZE 24		/* with the signature */
#define SUBSYSTEM_AT 68		/* in the optional header */
#define EFI_APPLICATION 10
#define MAGIC_64 0x20b		/* the first two bytes there */
#define SIGNATURE_AT_64 144	/* where it is, and how long */
#define SIGNATURE_AT_32 128
#define SECTION_SIZE 40
#define SECTIONS_MAX 32		/* that are looked at */
#define SBAT_MAX 4096

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

/* SBAT is lines, and the first word of each names a component. */
static enum loader_kind
kind_of_sbat(int fd, off_t at, size_t n)
{
	static const struct {
		const char *component;
		enum loader_kind kind;
	} known[] = {
		{ "\nshim,", LOADER_SHIM }, { "\ngrub,", LOADER_GRUB },
		{ "\nipxe,", LOADER_IPXE }
	};
	char text[SBAT_MAX];
	ssize_t got;
	size_t i;

	got = pread(fd, text, n < sizeof(text) ? n : sizeof(text), at);
	for (i = 0; got > 0 && i < sizeof(known) / sizeof(known[0]); i++)
		if (memmem(text, (size_t)got, known[i].component,
		    strlen(known[i].component)) != NULL)
			return known[i].kind;
	return LOADER_NONE;
}

/* GRUB's images have their modules in a section of their own. */
static enum loader_kind
kind_of_sections(int fd, off_t at, unsigned sections)
{
	unsigned char s[SECTION_SIZE];
	enum loader_kind kind = LOADER_NONE;
	unsigned i;

	for (i = 0; i < sections && i < SECTIONS_MAX &&
	    kind == LOADER_NONE; i++, at += SECTION_SIZE) {
		if (pread(fd, s, sizeof(s), at) != sizeof(s))
			break;
		if (memcmp(s, "mods\0\0\0\0", 8) == 0)
			kind = LOADER_GRUB;
		else if (memcmp(s, ".sbat\0\0\0", 8) == 0)
			kind = kind_of_sbat(fd, (off_t)le32dec(s + 20),
			    le32dec(s + 16));
	}
	return kind;
}

/*
 * Whether the fifth of the data directories, which says where the signature
 * is, is there and names something. n bytes of optional header begin at at.
 */
static int
is_signed(int fd, off_t at, unsigned n)
{
	unsigned char magic[2], count[4], where[8];
	unsigned signature_at;

	if (pread(fd, magic, sizeof(magic), at) != sizeof(magic))
		return 0;
	signature_at = le16dec(magic) == MAGIC_64 ? SIGNATURE_AT_64 :
	    SIGNATURE_AT_32;
	/* The number of directories stands before the first of them. */
	return n >= signature_at + sizeof(where) &&
	    pread(fd, count, sizeof(count), at + signature_at - 36) ==
	    sizeof(count) && le32dec(count) > 4 &&
	    pread(fd, where, sizeof(where), at + signature_at) ==
	    sizeof(where) && le32dec(where) != 0 && le32dec(where + 4) != 0;
}

void
pe_read(int fd, struct pe *p)
{
	unsigned char dos[OFFSET_AT + 4], h[HEADER_SIZE], subsystem[2];
	unsigned optional_n;
	off_t at;

	*p = (struct pe){ .arch = -1, .kind = LOADER_NONE };
	if (pread(fd, dos, sizeof(dos), 0) != sizeof(dos) ||
	    memcmp(dos, "MZ", 2) != 0)
		return;
	at = (off_t)le32dec(dos + OFFSET_AT);
	memset(h, 0, sizeof(h));
	if (pread(fd, h, sizeof(h), at) < 6 || memcmp(h, "PE\0\0", 4) != 0)
		return;
	p->arch = arch_of(le16dec(h + 4));
	optional_n = le16dec(h + 20);
	at += HEADER_SIZE;
	if (pread(fd, subsystem, 2, at + SUBSYSTEM_AT) != 2 ||
	    optional_n < SUBSYSTEM_AT + 2)
		return;
	p->application = le16dec(subsystem) == EFI_APPLICATION;
	p->is_signed = is_signed(fd, at, optional_n);
	p->kind = kind_of_sections(fd, at + (off_t)optional_n,
	    le16dec(h + 6));
}
