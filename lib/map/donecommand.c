/*
 * Blanks come from the shell itself: it cuts what a variable stands for at the
 * commas that IFS is set to. All of it is in a subshell, which leaves the IFS of
 * others alone.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "daemon/append.h"
#include "map/donecommand.h"
#include "map/uuid.h"

/* A server that is busy or being started is asked again. */
#define TRIES "s=sleep,5;f||($s;f)||($s;f)||($s;f))"

/*
 * What comes of the map or of who asks, in a word of a shell: nothing in it may
 * be more than a letter. In a URL, %XX stands for the same byte.
 */
static void
write_plain(struct append *a, const char *s)
{
	for (; *s != '\0'; s++) {
		const unsigned char u = (unsigned char)*s;

		if (isascii(u) && (isalnum(u) || strchr("/:._-+@=%", u)))
			append(a, "%c", u);
		else
			append(a, "%%%02X", u);
	}
}

/*
 * "done/01-52-54-00-12-34-56", or done/UUID of a client whose MAC address is not
 * known.
 */
static void
write_name(struct append *a, const struct client *c)
{
	unsigned char bytes[MAP_KEY_MAX];
	char text[42];

	append(a, "done/");
	for (size_t i = 0; c->has_mac && i < sizeof(c->mac); i++)
		append(a, "%s-%02x", i == 0 ? "01" : "", c->mac[i]);
	if (!c->has_mac && c->once_key_n > 0 &&
	    c->once_key[0] == MAP_KEY_UUID &&
	    map_key_bytes(c->once_key, c->once_key_n, bytes) == 16)
		append(a, "%s", uuid_text(bytes, text, sizeof(text)) +
		    strlen("uuid:"));
}

static void
by_http(struct append *a, const struct client *c, const char *base)
{
	append(a, "(IFS=,;u=");
	write_plain(a, base);
	write_name(a, c);
	append(a, ";w=wget,-q,-O,/dev/null,$u;b=busybox,$w;"
	    "c=curl,-sgfo,/dev/null,$u;f()($w||$c||$b);");
}

/* A busybox that fails removes the file that it was to write. */
static void
by_tftp(struct append *a, const struct client *c, const char *server)
{
	append(a, "(IFS=,;n=");
	write_name(a, c);
	append(a, ";h=");
	write_plain(a, server);
	append(a, ";t=tftp,-g,-l,-,-r,$n,$h;b=busybox,$t;"
	    "c=curl,-sgfo,/dev/null,tftp://$h/$n;f()($t||$c||$b)>/dev/null;");
}

const char *
done_command(const struct client *c, const char *server, const char *base,
    char buf[DONE_COMMAND_SIZE])
{
	struct append a = {.buf = buf, .size = DONE_COMMAND_SIZE};
	char own[WEBURL_BASE_SIZE];

	if (c->once != ONCE_DONE)
		return "true";
	if (base == NULL && c->http != NULL)
		base = weburl_base(c, server, own);
	if (base != NULL)
		by_http(&a, c, base);
	else
		by_tftp(&a, c, server);
	append(&a, TRIES);
	return buf;
}
