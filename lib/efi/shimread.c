/*
 * Sections of shim: .data.ident has its version, .sbatlevel what it revokes,
 * .vendor_cert its maker's certificates, as one or as a list of signatures
 * (UEFI, EFI_SIGNATURE_LIST). The name of the program that it starts is a
 * text of its code, in UTF-16.
 */
#include <bsd/sys/endian.h>
#include <string.h>
#include <strings.h>

#include "efi/shimread.h"

#define IDENT_MAX 512
#define VENDOR_MAX 16384
#define VENDOR_HEADER 16
#define LIST_HEADER 28		/* of an EFI_SIGNATURE_LIST */
#define OWNER_SIZE 16		/* before each of its certificates */
#define SEARCHED_MAX (4u << 20)	/* bytes that are searched for the name */
#define CHUNK 8192

/* EFI_CERT_X509_GUID, as it lies in memory. */
static const unsigned char x509[16] = { 0xa1, 0x59, 0xc0, 0xa5, 0xe4, 0x94,
    0xa7, 0x4a, 0x87, 0xb5, 0xab, 0x15, 0x5c, 0x2b, 0xf0, 0x72 };

/* "$Version: 16.1 $" */
static void
read_version(const struct efifile *f, const struct pe *p, struct shim *s)
{
	static const char before[] = "$Version: ";
	char text[IDENT_MAX + 1];
	const char *at;
	size_t n;

	n = pe_section_read(p, f, ".data.ident", text, IDENT_MAX);
	text[n] = '\0';
	if ((at = strstr(text, before)) == NULL)
		return;
	at += sizeof(before) - 1;
	n = strspn(at, "0123456789abcdefghijklmnopqrstuvwxyz.+~-");
	if (n > 0 && n < sizeof(s->version) && at[n] == ' ') {
		memcpy(s->version, at, n);
		s->version[n] = '\0';
	}
}

/*
 * A version, then where two texts lie, counted from behind it: what shim
 * makes valid by itself, and what it does when it is told to.
 */
static void
read_level(const struct efifile *f, const struct pe *p, struct shim *s)
{
	char bytes[SBAT_TEXT_MAX];
	const size_t n = pe_section_read(p, f, ".sbatlevel", bytes,
	    sizeof(bytes));
	uint32_t at;

	if (n < 12 || le32dec(bytes) != 0)
		return;
	at = le32dec(bytes + 4);
	if (at < n - 4)
		sbat_parse(bytes + 4 + at, n - 4 - at, &s->level);
}

static void
trust(const unsigned char *der, size_t n, struct shim *s)
{
	if (s->trusts < SHIM_TRUSTED &&
	    certificate_name(der, n, s->trusted[s->trusts]) == 0)
		s->trusts++;
}

/* Lists of signatures: of X.509 certificates, each is one list. */
static void
trust_lists(const unsigned char *p, size_t n, struct shim *s)
{
	size_t list, header, one, at;

	while (n >= LIST_HEADER) {
		list = le32dec(p + 16);
		header = le32dec(p + 20);
		one = le32dec(p + 24);
		if (list < LIST_HEADER || list > n)
			return;
		if (memcmp(p, x509, sizeof(x509)) == 0 && one > OWNER_SIZE &&
		    header <= list - LIST_HEADER)
			for (at = LIST_HEADER + header; at < list &&
			    one <= list - at && s->trusts < SHIM_TRUSTED;
			    at += one)
				trust(p + at + OWNER_SIZE, one - OWNER_SIZE,
				    s);
		p += list;
		n -= list;
	}
}

/* How long and where: what is trusted, what is not. */
static void
read_vendor(const struct efifile *f, const struct pe *p, struct shim *s)
{
	unsigned char bytes[VENDOR_MAX];
	const size_t n = pe_section_read(p, f, ".vendor_cert", bytes,
	    sizeof(bytes));
	uint32_t at, size;

	if (n < VENDOR_HEADER)
		return;
	size = le32dec(bytes);
	at = le32dec(bytes + 8);
	if (at >= n || size > n - at)
		return;
	if (size > 0 && bytes[at] == 0x30)
		trust(bytes + at, size, s);
	else
		trust_lists(bytes + at, size, s);
}

/*
 * A text that begins with one or two backslashes and is the name of a program:
 * shim has three, and two of them are its own helpers.
 */
static void
take_text(const char *text, struct shim *s, int *others)
{
	const size_t slashes = strspn(text, "\\");
	const char *name = text + slashes;
	const size_t n = strlen(name);

	if (slashes < 1 || slashes > 2 || n < 5 || n >= sizeof(s->next) ||
	    strcasecmp(name + n - 4, ".efi") != 0 ||
	    strpbrk(name, "\\/ %") != NULL ||
	    strncasecmp(name, "mm", 2) == 0 ||
	    strncasecmp(name, "fb", 2) == 0)
		return;
	if (s->next[0] != '\0' && strcasecmp(s->next, name) != 0)
		*others = 1;
	memcpy(s->next, name, n + 1);
}

/* One section's texts, of characters of two bytes. */
static void
search_section(const struct efifile *f, const struct pe_section *section,
    struct shim *s, int *others)
{
	unsigned char buf[CHUNK];
	char text[SHIM_NEXT_SIZE + 3];
	uint64_t at = section->at;
	size_t left, got, i, n = 0;

	left = section->n < SEARCHED_MAX ? section->n : SEARCHED_MAX;
	for (; left > 1; left -= got, at += got) {
		got = efifile_read(f, buf, left < sizeof(buf) ? left :
		    sizeof(buf), at) & ~(size_t)1;
		if (got == 0)
			return;
		for (i = 0; i < got; i += 2) {
			const unsigned c = le16dec(buf + i);

			if (c > ' ' && c <= '~') {
				if (n < sizeof(text) - 1)
					text[n] = (char)c;
				n++;
				continue;
			}
			if (c == 0 && n > 0 && n < sizeof(text)) {
				text[n] = '\0';
				take_text(text, s, others);
			}
			n = 0;
		}
	}
}

static void
read_next(const struct efifile *f, const struct pe *p, struct shim *s)
{
	static const char *const where[] = { ".text", ".rodata", ".data" };
	const struct pe_section *section;
	int others = 0;
	size_t i;

	for (i = 0; i < sizeof(where) / sizeof(where[0]); i++)
		if ((section = pe_section(p, where[i])) != NULL)
			search_section(f, section, s, &others);
	/* Two names say nothing. */
	if ((s->names_several = others))
		s->next[0] = '\0';
}

void
shim_read(const struct efifile *f, const struct pe *p, struct shim *s)
{
	memset(s, 0, sizeof(*s));
	read_version(f, p, s);
	read_level(f, p, s);
	read_vendor(f, p, s);
	read_next(f, p, s);
}

int
shim_firmware_trusts(const struct signatures *by)
{
	static const char *const firmware[] = {
		"Microsoft Corporation UEFI CA 2011", "Microsoft UEFI CA 2023"
	};
	size_t i, j;

	for (i = 0; i < sizeof(firmware) / sizeof(firmware[0]); i++)
		for (j = 0; j < by->n; j++)
			if (strcmp(firmware[i], by->by[j].issuer) == 0)
				return 1;
	return 0;
}

int
shim_trusts(const struct shim *s, const struct signatures *by)
{
	size_t i, j;

	/* What firmware has started shim for counts for shim as well. */
	if (shim_firmware_trusts(by))
		return 1;
	for (i = 0; i < s->trusts; i++)
		for (j = 0; j < by->n; j++)
			if (strcmp(s->trusted[i], by->by[j].issuer) == 0 ||
			    strcmp(s->trusted[i], by->by[j].signer) == 0)
				return 1;
	return s->trusts == 0;
}
