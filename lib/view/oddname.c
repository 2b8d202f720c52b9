/*
 * Telling odd names from others.
 */
#include <string.h>
#include <strings.h>

#include "file/lastpart.h"
#include "view/oddname.h"

/* The bytes of a text up to the first that is no printable ASCII. */
static size_t
printable(const char *text)
{
	size_t n = 0;

	while (text[n] >= 0x20 && text[n] <= 0x7e)
		n++;
	return n;
}

int
oddname_cut(const char *path, char shorter[VIEW_PATH_SIZE])
{
	const char *base = last_part(path);
	const size_t n = printable(base), before = (size_t)(base - path);
	char cut[VIEW_PATH_SIZE];

	if (n == 0 || base[n] == '\0' || before + n >= sizeof(cut))
		return 0;
	memcpy(cut, path, before + n);
	cut[before + n] = '\0';
	/* It is judged as a name that came: what is left may be "..". */
	return view_clean(cut, shorter) == NULL;
}

int
oddname_is_label(const char *path)
{
	const char *base = last_part(path);

	return base[printable(base)] != '\0' || strchr(base, '.') == NULL;
}

int
oddname_is_of_shim(const char *path)
{
	static const char *const begins[] = { "revocations",
	    "shim_certificate" };

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (strncasecmp(last_part(path), begins[i],
		    strlen(begins[i])) == 0)
			return 1;
	return 0;
}
