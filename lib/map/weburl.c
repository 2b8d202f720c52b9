/*
 * From paths of the boot root to URLs (RFC 3986).
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "map/weburl.h"

char *
weburl_base(const struct client *c, const char *server,
    char buf[WEBURL_BASE_SIZE])
{
	const char *url = c == NULL ? NULL : c->http;
	size_t n;

	if (url == NULL || strcmp(url, MAP_YES) == 0) {
		snprintf(buf, WEBURL_BASE_SIZE, "http://%s/", server);
		return buf;
	}
	n = strlen(url);
	snprintf(buf, WEBURL_BASE_SIZE, "%s%s", url,
	    n > 0 && url[n - 1] == '/' ? "" : "/");
	return buf;
}

const char *
weburl_path(const char *base)
{
	const char *host = strstr(base, "://");

	return host == NULL ? base : host + 3 + strcspn(host + 3, "/");
}

int
weburl_is_plain(const char *base)
{
	return strncmp(base, "http://", 7) == 0;
}

void
weburl_escape(struct append *a, const char *path)
{
	for (; *path != '\0'; path++) {
		const unsigned char u = (unsigned char)*path;

		if (isascii(u) && (isalnum(u) || strchr("/._-+~@=", u)))
			append(a, "%c", u);
		else
			append(a, "%%%02X", u);
	}
}

int
weburl(const char *base, const char *path, char *buf, size_t size)
{
	struct append a = { .buf = buf, .size = size };

	append(&a, "%s", base);
	weburl_escape(&a, path);
	return a.full || a.n > WEBURL_MAX ? -1 : 0;
}
