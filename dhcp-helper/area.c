/*
 * Where the options are. Lengths are checked by subtracting.
 */
#include "dhcp-helper/area.h"
#include "dhcp-helper/message.h"

int
area_next(const unsigned char *area, size_t n, size_t *pos, unsigned *code,
    const unsigned char **value, size_t *value_n)
{
	while (*pos < n && area[*pos] == OPTION_PAD)
		++*pos;
	if (*pos == n || area[*pos] == OPTION_END)
		return 0;
	if (n - *pos < 2 || n - *pos - 2 < area[*pos + 1])
		return -1;
	*code = area[*pos];
	*value_n = area[*pos + 1];
	*value = area + *pos + 2;
	*pos += 2 + *value_n;
	return 1;
}

/*
 * Adds the header fields that option 52 makes areas of options. A 52 inside
 * of such a field would have no end, two of them no meaning.
 */
enum silence
areas_find(struct areas *a, const unsigned char *bytes, size_t n)
{
	const unsigned char *value;
	size_t pos = 0, value_n, i;
	unsigned code, overload = 0;
	int r;

	a->bytes[0] = bytes + MESSAGE_HEADER + MESSAGE_COOKIE;
	a->n[0] = n - MESSAGE_HEADER - MESSAGE_COOKIE;
	a->count = 1;
	a->is_cut = 0;
	while ((r = area_next(a->bytes[0], a->n[0], &pos, &code, &value,
	    &value_n)) == 1)
		if (code == OPTION_OVERLOAD) {
			if (overload != 0 || value_n != 1 || value[0] < 1 ||
			    value[0] > 3)
				return SILENCE_BAD_OVERLOAD;
			overload = value[0];
		}
	if (r == -1) {
		a->is_cut = 1;
		a->cut_code = a->bytes[0][pos];
		a->n[0] = pos;
	}
	if (overload & 1) {
		a->bytes[a->count] = bytes + MESSAGE_AT_FILE;
		a->n[a->count++] = MESSAGE_FILE_SIZE;
	}
	if (overload & 2) {
		a->bytes[a->count] = bytes + MESSAGE_AT_SNAME;
		a->n[a->count++] = MESSAGE_SNAME_SIZE;
	}
	for (i = 1; i < a->count; i++) {
		pos = 0;
		while ((r = area_next(a->bytes[i], a->n[i], &pos, &code,
		    &value, &value_n)) == 1)
			if (code == OPTION_OVERLOAD)
				return SILENCE_BAD_OVERLOAD;
		if (r == -1)
			return SILENCE_BAD_OPTIONS;
	}
	return SILENCE_NOT;
}
