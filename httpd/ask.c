/*
 * A report that asks, and the answer to it.
 */
#include "daemon/reporting.h"
#include "httpd/answer.h"
#include "httpd/ask.h"
#include "httpd/describe.h"

int
ask(const struct child *c, enum report_asks what)
{
	struct report *r = &c->connection->report;
	int told;

	describe_request(c);
	r->asks = what;
	answer_begin();
	told = reporting_send(c->report_fd, r, report_size(r)) == 0;
	r->asks = ASKS_NOTHING;
	return told && answer_wait();
}
