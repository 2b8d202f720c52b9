/*
 * SERVER:PATH goes into a script, into the arguments of mount(8) and into the
 * files of two servers. So only what all of these can say is taken.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#include "mkbootroot/diskless/nfssource.h"

/* A name of RFC 1123 section 2.1; an address is none. */
static int
is_host_name(const char *s)
{
	if (!isalnum((unsigned char)*s))
		return 0;
	for (; *s != '\0'; s++)
		if (!isalnum((unsigned char)*s) && *s != '-' && *s != '.')
			return 0;
	return 1;
}

static const char *
take_server(struct nfs_source *s, const char *text, size_t n)
{
	struct in6_addr a;

	if (n == 0)
		return "has no server in front of the colon";
	if (n >= sizeof(s->server))
		return "has a server's name that is too long";
	memcpy(s->server, text, n);
	s->server[n] = '\0';
	if (s->server[0] == '[') {
		s->server[n - 1] = '\0';
		if (inet_pton(AF_INET6, s->server + 1, &a) != 1)
			return "has no IPv6 address between its brackets";
		s->server[n - 1] = ']';
		return NULL;
	}
	s->is_ipv4 = inet_pton(AF_INET, s->server, &a) == 1;
	if (!s->is_ipv4 && s->server[strspn(s->server, "0123456789.")] == '\0')
		return "has a server that is no IPv4 address";
	return is_host_name(s->server) ? NULL :
	    "has a server that is neither an address nor a name";
}

static const char *
take_path(struct nfs_source *s, const char *path)
{
	size_t n = strlen(path);

	if (path[0] != '/')
		return "has no absolute path behind the colon";
	while (n > 1 && path[n - 1] == '/')
		n--;
	if (n == 1)
		return "would export the whole server: name a folder";
	if (n >= sizeof(s->path))
		return "has a path that is too long";
	memcpy(s->path, path, n);
	s->path[n] = '\0';
	for (const char *p = s->path; *p != '\0'; p++) {
		const unsigned char u = (unsigned char)*p;

		if (u < 128 && !isalnum(u) && strchr("/._-+@%=~:", u) == NULL)
			return "has a path with a blank or a mark that an "
			    "initramfs or an export cannot express";
		if (p[0] == '/' && p[1] == '.' && p[2] == '.' &&
		    (p[3] == '/' || p[3] == '\0'))
			return "has a path with \"..\"";
	}
	return NULL;
}

const char *
nfs_source_parse(struct nfs_source *s, const char *text)
{
	const char *colon = strchr(text, ':'), *slash = strchr(text, '/');
	const char *reason;

	memset(s, 0, sizeof(*s));
	if (text[0] == '[') {
		colon = strstr(text, "]:");
		if (colon == NULL)
			return "is not [ADDRESS]:PATH";
		colon++;
	}
	if (colon == NULL || (slash != NULL && slash < colon))
		return "is not SERVER:PATH";
	if (text[0] != '[' && slash != NULL && slash[-1] == ':' &&
	    memchr(colon + 1, ':', (size_t)(slash - 1 - colon)) != NULL)
		return "has an IPv6 address without brackets around it";
	reason = take_server(s, text, (size_t)(colon - text));
	return reason != NULL ? reason : take_path(s, colon + 1);
}

const char *
nfs_clients_check(const char *text)
{
	if (*text == '\0')
		return "names nobody";
	if (strlen(text) >= NFS_SERVER_SIZE)
		return "is too long";
	for (; *text != '\0'; text++)
		if (!isalnum((unsigned char)*text) &&
		    strchr("._-:/*?@", *text) == NULL)
			return "is neither an address, a network nor a name";
	return NULL;
}
