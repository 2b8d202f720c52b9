/*
 * ELF as elf(5) has it. Nothing in the file is believed: each offset is held against
 * its size.
 */
#include <elf.h>
#include <string.h>

#include "efi/elf.h"

#define NAME_SIZE 16
#define HEADER_SIZE 64		/* of ELF64: no file with sections is shorter */
#define SECTION_SIZE 64		/* of ELF64; ELF32's have 40 bytes */

struct elf {
	const struct efifile *f;
	uint64_t at, n;
	int is_64;
	int is_big;		/* the first byte is the highest */
};

/* Where its name stands, where it lies. */
struct section {
	uint64_t name, at, n;
};

/* n bytes at an offset: 1; 0: they are not all there. */
static int
read_at(const struct elf *e, uint64_t at, void *buf, size_t n)
{
	return at <= e->n && e->n - at >= n &&
	    efifile_read(e->f, buf, n, e->at + at) == n;
}

static uint64_t
number(const struct elf *e, const unsigned char *bytes, size_t n)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | bytes[e->is_big ? i : n - 1 - i];
	return value;
}

static int
read_section(const struct elf *e, uint64_t at, struct section *s)
{
	unsigned char h[SECTION_SIZE];

	if (!read_at(e, at, h, e->is_64 ? 64 : 40))
		return 0;
	s->name = number(e, h, 4);
	s->at = e->is_64 ? number(e, h + 24, 8) : number(e, h + 16, 4);
	s->n = e->is_64 ? number(e, h + 32, 8) : number(e, h + 20, 4);
	return 1;
}

static int
is_inside(const struct elf *e, const struct section *s)
{
	return s->at <= e->n && s->n <= e->n - s->at;
}

static int
has_name(const struct elf *e, const struct section *names,
    const struct section *s, const char *name)
{
	const size_t n = strlen(name) + 1;
	char there[NAME_SIZE];

	return n <= sizeof(there) && s->name < names->n &&
	    names->n - s->name >= n &&
	    read_at(e, names->at + s->name, there, n) &&
	    memcmp(there, name, n) == 0;
}

int
elf_section(const struct efifile *f, uint64_t at, uint64_t n,
    const char *name, size_t most, uint64_t *where, uint64_t *size)
{
	struct elf e = {.f = f, .at = at, .n = n};
	unsigned char h[HEADER_SIZE];
	struct section names, s;
	uint64_t table, entry, sections;

	if (!read_at(&e, 0, h, sizeof(h)) || memcmp(h, ELFMAG, SELFMAG) != 0)
		return 0;
	e.is_64 = h[EI_CLASS] == ELFCLASS64;
	e.is_big = h[EI_DATA] == ELFDATA2MSB;
	table = e.is_64 ? number(&e, h + 40, 8) : number(&e, h + 32, 4);
	entry = number(&e, h + (e.is_64 ? 58 : 46), 2);
	sections = number(&e, h + (e.is_64 ? 60 : 48), 2);
	if (sections > most || table > n || entry < (e.is_64 ? 64 : 40) ||
	    !read_section(&e, table + entry *
	    number(&e, h + (e.is_64 ? 62 : 50), 2), &names) ||
	    !is_inside(&e, &names))
		return 0;
	for (uint64_t i = 0; i < sections &&
	    read_section(&e, table + entry * i, &s); i++)
		if (is_inside(&e, &s) && has_name(&e, &names, &s, name)) {
			*where = at + s.at;
			*size = s.n;
			return 1;
		}
	return 0;
}
