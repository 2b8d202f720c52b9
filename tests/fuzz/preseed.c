/*
 * Any bytes as a preseed, filled and put into an archive: each length is what
 * was measured before, and nothing is written beyond it.
 *
 * With -DFILTER it is a filter: lines of hexadecimal digits are texts, and for
 * each it prints the filled text in the same way, or the reason why not.
 */
#include <arpa/inet.h>

#include "cpio.h"
#include "must.h"
#include "preseed.h"

#define NAME "preseed.cfg"

/* The filled text, in memory of its very size; NULL: *why. */
static char *
fill(const char *text, size_t n, size_t *filled_n, const char **why)
{
	static const unsigned char mac[] = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 };
	struct client c = { .name = "web1", .has_ip = 1, .has_mac = 1 };
	ssize_t filled;
	char *buf;

	memcpy(c.mac, mac, sizeof(mac));
	inet_pton(AF_INET, "10.9.0.21", &c.ip);
	if ((filled = preseed_fill(text, n, &c, NULL, why)) == -1)
		return NULL;
	*filled_n = (size_t)filled;
	if ((buf = malloc(*filled_n + 1)) == NULL)
		abort();
	if (preseed_fill(text, n, &c, buf, why) != filled)
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
	const char *why = "";
	size_t filled_n = 0;
	char *filled = fill(text, n, &filled_n, &why);

	if (filled != NULL)
		archive(filled, filled_n);
	for (size_t i = 0; filled != NULL && i < filled_n; i++)
		printf("%02x", (unsigned char)filled[i]);
	printf("%s\n", filled == NULL ? why : "");
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
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	const char *why = NULL;
	size_t filled_n = 0;
	char *filled = fill((const char *)bytes, n, &filled_n, &why);

	if (filled == NULL && why == NULL)
		abort();
	if (filled != NULL)
		archive(filled, filled_n);
	free(filled);
	return 0;
}
#endif
