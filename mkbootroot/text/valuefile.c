/*
 * The values that are files: paths and URLs. Declared in mapvalue.h.
 */
#include <arpa/inet.h>
#include <bsd/stdlib.h>
#include <string.h>

#include "map/bootserver.h"
#include "map/map.h"
#include "mkbootroot/text/mapvalue.h"

#define URL_MAX 255	/* an option of DHCP, and EDK2 reads one only */

/*
 * A path goes into the configuration of every loader, unquoted where the
 * language has no quotes; so it holds nothing that one of them would take
 * for its own. It is compared with what clients ask for, which has no ".".
 */
const char *
value_path(const char *s)
{
	const char *part, *end;

	if (s[strcspn(s, " ,'\"\\$;{}")] != '\0')
		return "is not a path: it has a blank, a comma, a quote "
		    "or one of \\ $ ; { }";
	if (strlen(s) > MAP_TEXT_MAX)
		return "is too long, at most 1023 bytes";
	part = s[0] == '/' ? s + 1 : s;
	for (;;) {
		end = part + strcspn(part, "/");
		if (end == part)
			return "is not a path to a file";
		if (end - part == 1 && *part == '.')
			return "is not a path: leave \".\" out";
		if (end - part == 2 && memcmp(part, "..", 2) == 0)
			return "is not a path: \"..\" could leave the "
			    "boot root";
		if (*end == '\0')
			return NULL;
		part = end + 1;
	}
}

int
value_is_url(const char *s)
{
	return strncmp(s, "http://", 7) == 0 ||
	    strncmp(s, "https://", 8) == 0 || strncmp(s, "tftp://", 7) == 0;
}

static const char *
url_reason(const char *s)
{
	const char *host = strstr(s, "//") + 2;

	if (host[0] == '\0' || host[0] == '/')
		return "is not a URL: it has no host";
	if (s[strcspn(s, " ,'\"\\$;{}")] != '\0')
		return "is not a URL: it has a blank, a comma, a quote "
		    "or one of \\ $ ; { }";
	if (strlen(s) > URL_MAX)
		return "is too long, at most 255 bytes";
	return NULL;
}

/*
 * Firmware is told the name as it stands, and has to find it in a field of
 * DHCP; backslashes are Windows'. Another loader may be told it as a URL.
 */
static const char *
name_reason(const char *name)
{
	if (name[strcspn(name, " ,'\"$;{}%?#")] != '\0')
		return "has a blank, a comma, a quote or one of $ ; { } % ? # "
		    "in the file's name";
	if (strlen(name) > MAP_BOOTFILE_MAX)
		return "is too long for a boot file, at most 127 bytes";
	return NULL;
}

const char *
value_bootfile(const char *s)
{
	char address[INET_ADDRSTRLEN];
	unsigned char bytes[4];
	struct in_addr server;
	const char *slash, *name, *reason;

	if (!value_is_url(s))
		return value_path(s);
	if (s[0] != 't')
		return "is for firmware that boots by HTTP, see x64-http=";
	slash = strchr(s + strlen("tftp://"), '/');
	if (slash == NULL || slash[1] == '\0')
		return "names no file on that server";
	if (!bootserver_take(s, &server, &name))
		return "needs the server's IPv4 address: firmware looks up no "
		    "names, and knows one port";
	inet_ntop(AF_INET, &server, address, sizeof(address));
	reason = value_address(address, bytes);
	return reason != NULL ? reason : name_reason(name);
}

/*
 * Puts a letter in place of each setting that iPXE will expand, as it looks for
 * them: from the first } back to the ${ before it, so that one may stand in the
 * name of another. -1: one has no name, or is not closed.
 */
static int
take_settings(char *s)
{
	static const char name[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/:+";
	char *end, *begin;

	while ((end = strchr(s, '}')) != NULL) {
		for (begin = end; begin > s && (begin[0] != '$' ||
		    begin[1] != '{'); begin--)
			continue;
		if (begin[0] != '$' || begin[1] != '{' ||
		    begin + 2 == end ||
		    begin + 2 + strspn(begin + 2, name) != end)
			return -1;
		*begin = 'x';
		memmove(begin + 1, end + 1, strlen(end + 1) + 1);
	}
	return strstr(s, "${") != NULL ? -1 : 0;
}

const char *
value_location(const char *s)
{
	char plain[MAP_TEXT_MAX + 1];
	const size_t n = strlen(s);

	if (n > (value_is_url(s) ? URL_MAX : MAP_TEXT_MAX))
		return value_is_url(s) ? url_reason(s) : value_path(s);
	memcpy(plain, s, n + 1);
	if (take_settings(plain) == -1)
		return "has a ${ or } that is no setting of iPXE, such as "
		    "${net0/mac:hexhyp}";
	return value_is_url(plain) ? url_reason(plain) : value_path(plain);
}

int
value_has_setting(const char *s)
{
	return strstr(s, "${") != NULL;
}

/* Behind the host: nothing, or a port. */
static const char *
port_reason(const char *port)
{
	const char *error;

	if (port[0] == '\0')
		return NULL;
	if (port[0] != ':')
		return "is not a URL: its host is neither a name of letters, "
		    "digits, dots and hyphens nor an address";
	(void)strtonum(port + 1, 1, 65535, &error);
	return error == NULL && port[1] != '+' ? NULL :
	    "is not a URL: its port is not a number from 1 to 65535";
}

/*
 * A URL of at most URL_MAX bytes. Firmware says nothing of a host that it cannot
 * read; it asks nobody.
 */
static const char *
host_reason(const char *url)
{
	static const char of_address[] = "0123456789.";
	static const char of_name[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
	const char *begin = strstr(url, "//") + 2;
	const size_t n = strcspn(begin, "/?#");
	char host[URL_MAX + 1], port[URL_MAX + 1];
	unsigned char bytes[sizeof(struct in6_addr)];
	size_t host_n;

	memcpy(host, begin, n);
	host[n] = '\0';
	if (strchr(host, '@') != NULL)
		return "has a user's name before the host, which firmware does "
		    "not send";
	host_n = host[0] == '[' ? strcspn(host, "]") : strspn(host, of_name);
	if (host_n == 0)
		return "is not a URL: it has no host";
	memcpy(port, host + host_n, n - host_n + 1);
	host[host_n] = '\0';
	if (host[0] == '[')
		return port[0] != ']' ||
		    inet_pton(AF_INET6, host + 1, bytes) != 1 ?
		    "is not a URL: [ ] is not an IPv6 address" :
		    port_reason(port + 1);
	if (strspn(host, of_address) == host_n &&
	    inet_pton(AF_INET, host, bytes) != 1)
		return "is not a URL: its host is not an IPv4 address";
	return port_reason(port);
}

static const char *
web_reason(const char *s)
{
	const char *reason = url_reason(s);

	return reason != NULL ? reason : host_reason(s);
}

const char *
value_web(const char *s)
{

	if (strcmp(s, MAP_YES) == 0 || strcmp(s, MAP_NO) == 0)
		return NULL;
	if (!value_is_url(s) || s[0] != 'h')
		return "is neither yes nor no nor a URL with http:// or "
		    "https://";
	if (s[strcspn(s, "?#")] != '\0')
		return "is not a URL that a file's name can be put behind: it "
		    "has a ? or a #";
	for (const char *p = s; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || (unsigned char)*p > '~')
			return "is not a URL: only printable ASCII";
	return web_reason(s);
}

const char *
value_http(const char *s)
{
	if (!value_is_url(s) || s[0] != 'h')
		return "is not a URL with http:// or https://";
	return web_reason(s);
}
