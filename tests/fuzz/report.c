/*
 * Any bytes as the report of a process of httpd: the parent takes it or not, and what
 * it logs of it is one line.
 */
#include "must.h"

/* Those of httpd: tftpd has functions of the same names. */
#include "httpd/refusal.c"
#include "httpd/report.c"

/* Of view/seen.c, which opens files. */
const char *
seen_odd_text(enum seen_odd odd)
{
	must(odd < SEEN_ODDS, "no such word");
	return odd == SEEN_AS_ASKED ? NULL : "odd";
}

int __wrap_logsend(const char *line, size_t n);

static int lines;

int
__wrap_logsend(const char *line, size_t n)
{
	lines++;
	for (size_t i = 0; i < n; i++)
		must(line[i] >= ' ' && line[i] <= '~', "another line");
	return 0;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct report *r = malloc(sizeof(*r));
	char client[ADDRESS_TEXT_SIZE];

	must(r != NULL, "no memory");
	/* What was there before is not to be looked at. */
	memset(r, 0x55, sizeof(*r));
	memcpy(r, bytes, n < sizeof(*r) ? n : sizeof(*r));
	lines = 0;
	if (report_is_good(r, n)) {
		must(report_size(r) == n, "another size");
		must(report_reason(r) != NULL, "no reason");
		report_log(r, address_text(client, sizeof(client),
		    &r->client, 0));
		must(lines <= 1 && (lines == 1 ||
		    report_priority(r) == LOG_DEBUG), "not one line");
	}
	free(r);
	return 0;
}
