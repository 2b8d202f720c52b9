/*
 * Hexadecimal addresses, in all the spellings that labels, tools and
 * switches have for them.
 */
#include <string.h>

#include "mkbootroot/text/hardware.h"

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static int
is_separator(char c)
{
	return c == ':' || c == '-' || c == '.';
}

/*
 * Octets from n bytes of hexadecimal groups with one kind of separator:
 * groups of one or two digits are an octet each, longer groups hold whole
 * octets (aabb.ccdd.eeff). The number of octets; -1: they are none, or more
 * than max.
 */
static int
octets(const char *s, size_t n, unsigned char *out, int max)
{
	size_t i, digits = 0;
	unsigned value = 0;
	int count = 0, d;
	char separator = 0;

	for (i = 0; i <= n; i++) {
		d = i < n ? hex_digit(s[i]) : -1;
		if (d != -1) {
			value = value << 4 | (unsigned)d;
			digits++;
			if (digits % 2 != 0)
				continue;
			if (count == max)
				return -1;
			out[count++] = (unsigned char)value;
			value = 0;
			continue;
		}
		if (i < n) {
			if (!is_separator(s[i]) ||
			    (separator != 0 && s[i] != separator))
				return -1;
			separator = s[i];
		}
		if (digits == 1) {	/* "8" for "08" between separators */
			if (count == max || separator == 0)
				return -1;
			out[count++] = (unsigned char)value;
		} else if (digits == 0 || digits % 2 != 0)
			return -1;
		value = 0;
		digits = 0;
	}
	return count;
}

/* The groups of one text are alike: 12, 6+6, 4+4+4 or six of 1 or 2. */
static int
groups_alike(const char *s, size_t n)
{
	size_t i, first = 0, length = 0;

	for (i = 0; i <= n; i++) {
		if (i < n && hex_digit(s[i]) != -1) {
			length++;
			continue;
		}
		if (first == 0)
			first = length;
		if (first <= 2 ? length > 2 : i < n && length != first)
			return 0;
		if (length > first && first > 2)
			return 0;
		length = 0;
	}
	return 1;
}

int
value_mac(const char *s, unsigned char mac[6])
{
	size_t n = strlen(s);

	if (!groups_alike(s, n) || octets(s, n, mac, 6) != 6)
		return -1;
	return 0;
}

int
value_prefix(const char *s, unsigned char out[5])
{
	size_t n = strlen(s);
	int count;

	if (n < 2 || s[n - 1] != '*')
		return -1;
	n--;
	if (is_separator(s[n - 1]))
		n--;
	else if (n == 1 || hex_digit(s[n - 2]) == -1)
		return -1;	/* "b8:2*" is no whole octet */
	if (n == 0 || !groups_alike(s, n))
		return -1;
	count = octets(s, n, out, 5);
	return count < 1 ? -1 : count;
}

int
value_uuid(const char *s, unsigned char uuid[16])
{
	static const int dash[] = { 8, 13, 18, 23 };
	size_t i, at = 0, n = 0;
	int high, low;

	if (strlen(s) != 36)
		return -1;
	for (i = 0; i < 36; ) {
		if (at < 4 && (int)i == dash[at]) {
			if (s[i] != '-')
				return -1;
			at++;
			i++;
			continue;
		}
		high = hex_digit(s[i]);
		low = hex_digit(s[i + 1]);
		if (high == -1 || low == -1)
			return -1;
		uuid[n++] = (unsigned char)(high << 4 | low);
		i += 2;
	}
	return 0;
}
