/*
 * ELF as elf(5) has it, 32 or 64 bits, either byte order. Nothing in the
 * file is believed: each offset is held against its size.
 */
#include <elf.h>
#include <string.h>

#include "mkbootroot/diskless/modinfo.h"

struct elf {
	const unsigned char *bytes;
	size_t n;
	int wide;		/* 64 bits */
	int big;		/* the first byte is the highest */
};

/* The number in `size` bytes at an offset; -1 (all bits) behind the end. */
static unsigned long long
number(const struct elf *e, unsigned long long at, size_t size)
{
	unsigned long long value = 0;
	size_t i;

	if (at > e->n || e->n - at < size)
		return ~0ULL;
	for (i = 0; i < size; i++)
		value = value << 8 |
		    e->bytes[at + (e->big ? i : size - 1 - i)];
	return value;
}

/* One section's head: where its name stands, where it lies. */
struct section {
	unsigned long long name, offset, size;
};

static struct section
section_at(const struct elf *e, unsigned long long table, size_t entry,
    size_t i)
{
	const unsigned long long at = table + (unsigned long long)entry * i;
	struct section s;

	s.name = number(e, at, 4);
	s.offset = number(e, at + (e->wide ? 24 : 16), e->wide ? 8 : 4);
	s.size = number(e, at + (e->wide ? 32 : 20), e->wide ? 8 : 4);
	return s;
}

static int
is_inside(const struct elf *e, const struct section *s)
{
	return s->offset <= e->n && s->size <= e->n - s->offset;
}

static int
has_name(const struct elf *e, const struct section *names,
    const struct section *s, const char *name)
{
	const size_t n = strlen(name) + 1;

	return s->name < names->size && names->size - s->name >= n &&
	    memcmp(e->bytes + names->offset + s->name, name, n) == 0;
}

const char *
modinfo_section(const unsigned char *elf, size_t n, size_t *size)
{
	struct elf e = { .bytes = elf, .n = n };
	struct section names, s;
	unsigned long long table;
	size_t entry, sections, i;

	if (n < EI_NIDENT || memcmp(elf, ELFMAG, SELFMAG) != 0)
		return NULL;
	e.wide = elf[EI_CLASS] == ELFCLASS64;
	e.big = elf[EI_DATA] == ELFDATA2MSB;
	table = number(&e, e.wide ? 40 : 32, e.wide ? 8 : 4);
	entry = number(&e, e.wide ? 58 : 46, 2) & 0xffff;
	sections = number(&e, e.wide ? 60 : 48, 2) & 0xffff;
	if (table > n || entry == 0)
		return NULL;
	names = section_at(&e, table, entry,
	    number(&e, e.wide ? 62 : 50, 2) & 0xffff);
	if (!is_inside(&e, &names))
		return NULL;
	for (i = 0; i < sections && i <= (n - table) / entry; i++) {
		s = section_at(&e, table, entry, i);
		if (!is_inside(&e, &s) ||
		    !has_name(&e, &names, &s, ".modinfo"))
			continue;
		/* So that each string in it ends in it. */
		if (s.size == 0 || elf[s.offset + s.size - 1] != '\0')
			return NULL;
		*size = s.size;
		return (const char *)elf + s.offset;
	}
	return NULL;
}

const char *
modinfo_next(const char *info, size_t size, const char *key, size_t *pos)
{
	const size_t key_n = strlen(key);
	const char *line;

	while (*pos < size) {
		line = info + *pos;
		*pos += strlen(line) + 1;
		if (strncmp(line, key, key_n) == 0 && line[key_n] == '=')
			return line + key_n + 1;
	}
	return NULL;
}
