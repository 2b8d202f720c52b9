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

/* The last part of a name as it came, with either kind of slash. */
static const char *
last_of(const char *name)
{
	size_t n = strlen(name);

	while (n > 0 && name[n - 1] != '/' && name[n - 1] != '\\')
		n--;
	return name + n;
}

int
oddname_cut(const char *name, char shorter[VIEW_PATH_SIZE])
{
	const char *base = last_of(name);
	size_t n = printable(base);

	/* It may have a slash in it, too. */
	if (n > 0 && base[n] != '\0')
		n += (size_t)(base - name);
	else
		n = printable(name);
	if (n == 0 || name[n] == '\0' || n >= VIEW_PATH_SIZE)
		return 0;
	memmove(shorter, name, n);
	shorter[n] = '\0';
	return 1;
}

int
oddname_behind(const char *name, char behind[VIEW_PATH_SIZE])
{
	const char *at = name + strspn(name, "/");
	size_t n;

	if (*at == '\0' || (at = strstr(at, "//")) == NULL)
		return 0;
	at += strspn(at, "/");
	n = strlen(at);
	if (n == 0 || n >= VIEW_PATH_SIZE)
		return 0;
	memcpy(behind, at, n + 1);
	return 1;
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
