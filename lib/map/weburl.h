/*
 * The URLs of files: what http= of the map says to whom. http://SERVER/NAME is
 * what tftpd has as NAME. Pure.
 */
#ifndef WEBURL_H
#define WEBURL_H

#include "daemon/append.h"
#include "map/client.h"

#define WEBURL_MAX 255		/* an option of DHCP, and EDK2 reads one only */
#define WEBURL_BASE_SIZE (MAP_TEXT_MAX + 2)
#define WEBURL_SIZE (WEBURL_BASE_SIZE + 3 * CLIENT_PATH_SIZE)

/*
 * What the URLs of a client begin with, a slash at the end: the URL of http=,
 * else http://SERVER/, where server is an address as a text, maybe with a port.
 * c may be NULL: nothing is known of who asks. Returns buf.
 */
char *weburl_base(const struct client *c, const char *server,
    char buf[WEBURL_BASE_SIZE]);

/* The path of such a base, "/" or "/pxe/". */
const char *weburl_path(const char *base);

/* Whether a base is of HTTP itself, and not of HTTPS. */
int weburl_is_plain(const char *base);

/*
 * The URL of a path from the boot root. 0; -1: it does not fit, or is longer than
 * WEBURL_MAX.
 */
int weburl(const char *base, const char *path, char *buf, size_t size);

/*
 * Writes a path as a part of a URL: what could be anything else in one, or is no
 * ASCII, is written %XX.
 */
void weburl_escape(struct append *a, const char *path);

#endif
