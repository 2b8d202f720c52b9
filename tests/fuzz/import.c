/*
 * Any configuration of dnsmasq, dhcpd, any ethers(5) or bootptab, and any rule of
 * tftpd-hpa: whatever comes of it are lines that clients(5) takes, without a
 * mistake.
 *
 * The first byte chooses the format. Images need not be there: the lines are
 * only parsed.
 */
#include "mkbootroot/foreign/imported.h"
#include "mkbootroot/foreign/importedmany.h"
#include "mkbootroot/foreign/tftphpa/hparule.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/text/mapfile.h"
#include "must.h"

#define KEA 'K'		/* the first byte for its configuration */

/* The boot root has no images. */
int
image_scan(int rootfd, const char *name, struct image *im)
{
	(void)rootfd;
	(void)name;
	(void)im;
	return 0;
}

static void
parse(const char *text, size_t n)
{
	static struct mapfile m;
	struct mistakes mistakes = {0};

	mapfile_begin(&m, &mistakes);
	must(mapfile_feed(&m, text, n) == 0 && mapfile_end(&m) == 0,
	    "cannot parse the lines");
	if (mistakes.errors > 0) {
		fwrite(text, 1, n, stderr);
		mistakes_print(&mistakes, "lines", 1, stderr);
	}
	must(mistakes.errors == 0, "a line is a mistake");
	mapfile_free(&m);
	mistakes_free(&mistakes);
}

static void
rule(const char *line)
{
	struct hparule r;
	const char *reason = hparule_parse(line, &r);

	while (reason == NULL && r.is_rule) {
		must(pattern_reason(r.from) == NULL, "a pattern is none");
		must(!r.has_to || remap_to_reason(r.to, r.from) == NULL,
		    "a replacement is none");
		must(!r.words[REMAP_ALL] || pattern_width(r.from) > 0,
		    "a pattern that repeats without a width");
		if (r.rest == NULL)
			return;
		reason = hparule_next(&r);
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	void (*const formats[])(struct imported *, char *, size_t) = {
		import_dnsmasq, import_dhcpd, import_bootptab, import_ethers
	};
	struct imported im = {.root = "/srv/tftp"};
	struct mistakes said = {0};
	char *text, *lines;
	size_t lines_n;
	FILE *out;

	if (n == 0)
		return 0;
	text = exact_text(bytes + 1, n - 1);
	if (bytes[0] % 5 == 4 && bytes[0] != KEA) {
		rule(text);
		free(text);
		return 0;
	}
	if (bytes[0] == KEA)
		import_kea(&im, text, n - 1);
	else
		formats[bytes[0] % 5](&im, text, n - 1);
	imported_check(&im);
	must(!im.no_memory, "no memory");
	must((out = open_memstream(&lines, &lines_n)) != NULL, "no memory");
	imported_print(&im, out);
	imported_many(&im.mistakes, &said);
	must((said.n > 0) == (im.mistakes.n > 0) && said.n <= im.mistakes.n &&
	    (said.errors > 0) == (im.mistakes.errors > 0),
	    "what is said of many is lost");
	mistakes_free(&said);
	must(fclose(out) == 0, "no memory");
	parse(lines, lines_n);
	imported_free(&im);
	free(lines);
	free(text);
	return 0;
}
