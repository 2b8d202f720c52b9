/*
 * A line begins with "linux", "LINUX" or "kernel", or with "initrd" or "INITRD", and
 * the path is the next word that is no option of iPXE's.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "rackname.h"

/* The next word of a line: its beginning, and how long it is. */
static const char *
word(const char *p, size_t *n)
{
	p += strspn(p, " \t");
	*n = strcspn(p, " \t\n");
	return p;
}

static int
is_one_of(const char *p, size_t n, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strlen(*words) == n && strncasecmp(p, *words, n) == 0)
			return 1;
	return 0;
}

/* The path behind one of these words; NULL: no line begins with one. */
static const char *
path_behind(const char *text, const char *const *words, size_t *n)
{
	const char *p;

	for (; *text != '\0'; text += text[n[0] = strcspn(text, "\n")] == '\0' ?
	    n[0] : n[0] + 1) {
		p = word(text, n);
		if (!is_one_of(p, *n, words))
			continue;
		p = word(p + *n, n);
		if (*n == 6 && strncmp(p, "--name", 6) == 0) {
			p = word(p + *n, n);
			p = word(p + *n, n);
		}
		if (*n >= 2 && p[0] == '\'' && p[*n - 1] == '\'') {
			p++;
			*n -= 2;
		}
		/* "Of our own server", to PXELINUX, which takes a list of initrds. */
		if (*n >= 2 && strncmp(p, "::", 2) == 0) {
			p += 2;
			*n -= 2;
		}
		if (memchr(p, ',', *n) != NULL)
			*n = (size_t)((const char *)memchr(p, ',', *n) - p);
		return p;
	}
	return NULL;
}

/* What stands for %c; NULL: nothing does. */
static const char *
value(char c, const char *bootfile, const char mac[21], const char *text, size_t *n)
{
	static const char *const kernel[] = {"linux", "kernel", NULL};
	static const char *const initrd[] = {"initrd", NULL};
	const char *slash = strrchr(bootfile, '/');

	switch (c) {
	case 'd':
		*n = slash == NULL ? 0 : (size_t)(slash + 1 - bootfile);
		return bootfile;
	case 'm':
		*n = strlen(mac);
		return mac;
	case 'k':
		return path_behind(text, kernel, n);
	case 'i':
		return path_behind(text, initrd, n);
	default:
		return NULL;
	}
}

int
rackname_fill(char *name, size_t size, const char *of, const char *bootfile,
    const uint8_t mac[6], const char *text)
{
	size_t at = 0, n;
	char hyphens[21];
	const char *p;

	snprintf(hyphens, sizeof(hyphens), "01-%02x-%02x-%02x-%02x-%02x-%02x", mac[0],
	    mac[1], mac[2], mac[3], mac[4], mac[5]);
	if (*of == '\0')
		of = bootfile;
	else
		for (; (p = strchr(of, '%')) != NULL; of = p + 2) {
			n = (size_t)(p - of);
			if (n >= size - at)
				return -1;
			memcpy(name + at, of, n);
			at += n;
			if ((of = value(p[1], bootfile, hyphens, text, &n)) == NULL ||
			    n >= size - at)
				return -1;
			memcpy(name + at, of, n);
			at += n;
		}
	n = strlen(of);
	if (n >= size - at)
		return -1;
	memcpy(name + at, of, n + 1);
	return 0;
}
