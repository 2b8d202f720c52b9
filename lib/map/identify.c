/*
 * Finding out who asks.
 */
#include <ctype.h>
#include <string.h>

#include "file/lastpart.h"
#include "map/answersname.h"
#include "map/identify.h"

/* n bytes in hexadecimal, with a '-' behind the bytes that dashes names. */
static int
parse_hex(const char *s, unsigned char *bytes, size_t n, unsigned dashes)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		for (int half = 0; half < 2; half++, s++) {
			const char *d = *s == '\0' ? NULL :
			    strchr(digits, tolower((unsigned char)*s));

			if (d == NULL)
				return 0;
			bytes[i] = (unsigned char)(bytes[i] << 4 |
			    (d - digits));
		}
		if ((dashes >> i & 1) != 0 && *s++ != '-')
			return 0;
	}
	return *s == '\0';
}

int
identify_name(const char *path, struct who *who)
{
	const char *s = last_part(path), *rest;
	size_t n = strlen(s);
	char stem[21];

	/* "01-52-54-00-12-34-56/user-data" */
	if (answers_folder(path + strspn(path, "/"), who->mac, &rest)) {
		who->has_mac = 1;
		return 1;
	}

	/* "grub.cfg-01-52-54-00-12-34-56" and "grub.cfg-UUID" */
	if (strncmp(s, "grub.cfg-", 9) == 0) {
		s += 9;
		n -= 9;
	}
	/* "01-52-54-00-12-34-56.ipxe" and so on, names of our own */
	if ((n == 25 && strcmp(s + 20, ".ipxe") == 0) ||
	    (n == 28 && (strcmp(s + 20, ".preseed") == 0 ||
	    strcmp(s + 20, ".answers") == 0))) {
		memcpy(stem, s, 20);
		stem[20] = '\0';
		s = stem;
		n = 20;
	}
	if (n == 36) {
		who->has_uuid = parse_hex(s, who->uuid, 16,
		    1u << 3 | 1u << 5 | 1u << 7 | 1u << 9);
		return who->has_uuid;
	}
	if (n == 20 && strncmp(s, "01-", 3) == 0) {
		who->has_mac = parse_hex(s + 3, who->mac, 6, 0x1f);
		return who->has_mac;
	}
	return 0;
}

void
identify(const struct map *m, const struct who *met, const char *path,
    struct who *who, int *disagree)
{
	struct who by_address;
	struct client a, b;

	*who = *met;
	memset(&by_address, 0, sizeof(by_address));
	*disagree = 0;
	if (m == NULL || m->fd == -1)
		return;
	if (who->has_address && client_by_address(m, who->address,
	    &by_address) == 1) {
		if (!who->has_mac) {
			by_address.address = who->address;
			by_address.has_address = 1;
			*who = by_address;
			return;
		}
		*disagree = client_find(m, who, &a) != 1 ||
		    client_find(m, &by_address, &b) != 1 ||
		    a.own.bytes != b.own.bytes;
	}
	if (!who->has_mac)
		identify_name(path, who);
}
