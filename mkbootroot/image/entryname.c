/*
 * Names and links as archives write them, before anything is opened.
 */
#include <string.h>

#include "mkbootroot/image/entryname.h"

int
entry_name(char *buf, size_t size, const char *name)
{
	const char *part = name, *end;
	size_t n = 0, part_n;

	if (name[0] == '/')
		return -1;
	for (; *part != '\0'; part = *end == '\0' ? end : end + 1) {
		end = part + strcspn(part, "/");
		part_n = (size_t)(end - part);
		if (part_n == 0 || (part_n == 1 && part[0] == '.'))
			continue;
		if (part_n == 2 && part[0] == '.' && part[1] == '.')
			return -1;
		if (part_n + 2 > size - n)
			return -1;
		if (n > 0)
			buf[n++] = '/';
		memcpy(buf + n, part, part_n);
		n += part_n;
	}
	buf[n] = '\0';
	return 0;
}

int
entry_link_stays(const char *path, const char *text)
{
	size_t depth = 0;
	const char *p;

	if (text[0] == '/' || text[0] == '\0')
		return 0;
	for (p = path; *p != '\0'; p++)
		depth += *p == '/';
	for (p = text; *p != '\0'; p += strspn(p, "/")) {
		size_t n = strcspn(p, "/");

		if (n == 2 && memcmp(p, "..", 2) == 0) {
			if (depth-- == 0)
				return 0;
		} else if (n != 1 || *p != '.')
			depth++;
		p += n;
	}
	return 1;
}

/* U+0080 to U+009F are control characters as well, and begin escapes on some. */
int
entry_name_is_plain(const char *name)
{
	const unsigned char *p = (const unsigned char *)name;

	for (; *p != '\0'; p++)
		if (*p < ' ' || *p == 0x7f ||
		    (p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f))
			return 0;
	return 1;
}
