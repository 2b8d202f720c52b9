/*
 * Keys: the one place that knows how they are written.
 */
#include <string.h>

#include "map/mapkey.h"

/* What a space is of, and how many bytes its keys have behind their letter. */
static const struct space {
	unsigned char letter;
	unsigned kinds;
	int is_name;
	size_t least, most;
} spaces[] = {
	{ MAP_KEY_MAC, KEY_RECORD | KEY_CLIENTS | KEY_MACHINE, 0, 6, 6 },
	{ MAP_KEY_PREFIX, KEY_RECORD | KEY_CLIENTS, 0, 1, 5 },
	{ MAP_KEY_UUID, KEY_RECORD | KEY_CLIENTS | KEY_MACHINE, 0, 16, 16 },
	{ MAP_KEY_DEFAULT, KEY_RECORD | KEY_CLIENTS, 0, 0, 0 },
	{ MAP_KEY_IMAGE, KEY_RECORD, 1, 1, MAP_NAME_MAX },
	{ MAP_KEY_NET, KEY_RECORD, 0, 5, 5 },
	{ MAP_KEY_REMAP, KEY_RECORD, 0, 1, 1 },
	{ MAP_KEY_GROUP, KEY_RECORD, 1, 1, MAP_NAME_MAX },
	{ MAP_KEY_NAME, KEY_INDEX, 1, 1, MAP_NAME_MAX },
	{ MAP_KEY_ADDRESS, KEY_INDEX, 0, 4, 4 },
	{ MAP_KEY_CARD, KEY_INDEX, 0, 6, 6 },
	{ MAP_KEY_ANSWERS, KEY_INDEX, 0, 8, 8 }
};

static const struct space *
space_of(unsigned char letter)
{
	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++)
		if (spaces[i].letter == letter)
			return &spaces[i];
	return NULL;
}

static const char digits[] = "0123456789abcdef";

size_t
map_key(unsigned char key[MAP_KEY_MAX], unsigned char letter,
    const void *bytes, size_t n)
{
	const struct space *s = space_of(letter);
	const unsigned char *b = bytes;

	if (s == NULL || n < s->least || n > s->most)
		return 0;
	key[0] = letter;
	if (s->is_name) {
		memcpy(key + 1, b, n);
		return 1 + n;
	}
	for (size_t i = 0; i < n; i++) {
		key[1 + 2 * i] = (unsigned char)digits[b[i] >> 4];
		key[2 + 2 * i] = (unsigned char)digits[b[i] & 15];
	}
	return 1 + 2 * n;
}

int
map_key_bytes(const unsigned char *key, size_t n,
    unsigned char bytes[MAP_KEY_MAX])
{
	const struct space *s = n == 0 ? NULL : space_of(key[0]);
	const char *high, *low;

	if (s == NULL)
		return -1;
	key++;
	n--;
	if (!s->is_name && n % 2 != 0)
		return -1;
	if (!s->is_name)
		n /= 2;
	if (n < s->least || n > s->most)
		return -1;
	if (s->is_name) {
		memcpy(bytes, key, n);
		return (int)n;
	}
	for (size_t i = 0; i < n; i++) {
		high = memchr(digits, key[2 * i], 16);
		low = memchr(digits, key[2 * i + 1], 16);
		if (high == NULL || low == NULL)
			return -1;
		bytes[i] = (unsigned char)((high - digits) << 4 |
		    (low - digits));
	}
	return (int)n;
}

int
map_key_is(unsigned char letter, enum map_key_kind kind)
{
	const struct space *s = space_of(letter);

	return s != NULL && (s->kinds & kind) != 0;
}
