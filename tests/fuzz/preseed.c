/*
 * Any bytes as a preseed, filled and put into an archive: each length is what
 * was measured before, and nothing is written beyond it.
 *
 * With -DFILTER it is a filter: lines of hexadecimal digits are texts, and for
 * each it prints the filled text in the same way, or the reason why not.
 */
#include <arpa/inet.h>

#include "config/cpio.h"
#include "must.h"
#include "map/donecommand.h"
#include "map/latecommand.h"
#include "map/variable.h"

#define NAME "preseed.cfg"

/*
 * Of whom nothing is known, or name, address and MAC, and its image, UUID and server: a
 * bit for each.
 */
static void
make_client(struct client *c, unsigned known)
{
	static const unsigned char mac[] = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 };

	memset(c, 0, sizeof(*c));
	c->name = known & 1 ? "web1" : NULL;
	c->has_ip = known >> 1 & 1;
	c->has_mac = known >> 2 & 1;
	memcpy(c->mac, mac, sizeof(mac));
	inet_pton(AF_INET, "10.9.0.21", &c->ip);
	c->once = known & 1 ? ONCE_DONE : ONCE_NO;
	c->http = known & 2 ? "http://h/a&b" : NULL;
	if (known & 8) {
		c->image = "image";
		c->own.key_n = map_key(c->own.key, MAP_KEY_UUID,
		    "0123456789abcdef", 16);
		c->has_server = 1;
	}
	if (!c->has_mac)
		c->once_key_n = map_key(c->once_key, MAP_KEY_UUID,
		    "0123456789abcdef", 16);
}

/* The filled text, in memory of its very size; NULL: *why. */
static char *
fill(const char *text, size_t n, const struct client *c, size_t *filled_n,
    enum variable_fault *why)
{
	const struct variable_values values = { c, "10.9.0.1",
	    c->once == ONCE_NO && c->http == NULL ? "http://h/" : NULL };
	ssize_t filled;
	char *buf;

	if ((filled = variable_fill(text, n, &values, NULL, why)) == -1)
		return NULL;
	*filled_n = (size_t)filled;
	if ((buf = malloc(*filled_n + 1)) == NULL)
		abort();
	if (variable_fill(text, n, &values, buf, why) != filled)
		abort();
	return buf;
}

/* The archive, in memory of its very size as well. */
static void
archive(const char *filled, size_t n)
{
	const size_t size = cpio_file_size(NAME, n);
	char *buf = malloc(size);

	if (buf == NULL)
		abort();
	cpio_file(buf, NAME, filled, n);
	if (size % 4 != 0 || memcmp(buf, "070701", 6) != 0 ||
	    memcmp(buf + cpio_file_at(NAME), filled, n) != 0)
		abort();
	free(buf);
}

#ifdef FILTER
static void
take(const char *text, size_t n)
{
	static const char *const words[] = {
		[VARIABLE_IS_UNKNOWN] = "preseed-unknown-variable",
		[VARIABLE_IS_CONTROL] = "preseed-control-character",
		[VARIABLE_NO_NAME] = "preseed-without-name",
		[VARIABLE_NO_IP] = "preseed-without-ip",
		[VARIABLE_NO_MAC] = "preseed-without-mac",
		[VARIABLE_NO_UUID] = "preseed-without-uuid",
		[VARIABLE_NO_HTTP] = "preseed-without-http",
		[VARIABLE_NO_IMAGE] = "preseed-without-image"
	};
	enum variable_fault why;
	size_t filled_n = 0;
	struct client c;
	char *filled;

	make_client(&c, 7);
	c.once = ONCE_NO;
	filled = fill(text, n, &c, &filled_n, &why);

	if (filled != NULL)
		archive(filled, filled_n);
	for (size_t i = 0; filled != NULL && i < filled_n; i++)
		printf("%02x", (unsigned char)filled[i]);
	printf("%s\n", filled == NULL ? words[why] : "");
	free(filled);
}

int
main(void)
{
	char *line = NULL, *text;
	size_t size = 0, n;
	unsigned byte;

	while (getline(&line, &size, stdin) > 0) {
		n = strspn(line, "0123456789abcdef") / 2;
		if ((text = malloc(n + 1)) == NULL)
			abort();
		for (size_t i = 0; i < n; i++) {
			sscanf(line + 2 * i, "%2x", &byte);
			text[i] = (char)byte;
		}
		text = realloc(text, n == 0 ? 1 : n);
		take(text, n);
		free(text);
	}
	free(line);
	return 0;
}
#else
/*
 * A command behind the text's own: it stands in it once, what was measured is what
 * is written, and nothing of the text is gone.
 */
static void
join(const char *text, size_t n)
{
	static const char command[] = "(A)";
	const size_t size = latecommand_join(text, n, command, NULL);
	char *joined = malloc(size);
	size_t at = 0;

	must(joined != NULL && size >= n + strlen(command), "text is gone");
	must(latecommand_join(text, n, command, joined) == size,
	    "another length");
	must(memmem(joined, size, command, strlen(command)) != NULL,
	    "no command");
	for (size_t i = 0; i < size && at < n; i++)
		at += joined[i] == text[at];
	must(at == n, "a byte of the text is gone");
	free(joined);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	char *text = exact_text(bytes, n), *filled;
	static struct client c;
	enum variable_fault why;
	size_t filled_n;

	for (unsigned known = 0; known < 16; known++) {
		make_client(&c, known);
		why = VARIABLE_FAULTS;
		filled_n = 0;
		filled = fill(text, n, &c, &filled_n, &why);
		must(filled != NULL || why < VARIABLE_FAULTS,
		    "neither text nor reason");
		if (filled != NULL)
			archive(filled, filled_n);
		free(filled);
	}
	join(text, n);
	for (unsigned v = VARIABLE_NAME; v <= VARIABLE_DONE; v *= 2)
		must(*variable_name((enum variable)v) == '@',
		    "a variable of no name");
	free(text);
	return 0;
}
#endif
