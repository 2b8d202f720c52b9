/*
 * From paths to URLs as dhcp-helper does it, and back as httpd does.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "httpd/target.h"
#include "map/variable.h"
#include "mkbootroot/explain/explainurl.h"

char *
explain_base(const struct client *c, char buf[WEBURL_BASE_SIZE])
{
	char server[INET_ADDRSTRLEN] = "SERVER";

	if (c != NULL && c->has_server)
		inet_ntop(AF_INET, &c->server, server, sizeof(server));
	return weburl_base(c, server, buf);
}

int
explain_path(const struct client *c, const char *text, char *buf, size_t size)
{
	const struct variable_values v = {c, "SERVER", NULL};
	enum variable_fault why;

	return client_is_url(text) ? variable_fill_text(text, &v, buf, size,
	    &why) : client_path(c, text, buf, size);
}

int
explain_url_name(const struct client *c, const char *url,
    char name[VIEW_PATH_SIZE])
{
	char base[WEBURL_BASE_SIZE];
	const size_t base_n = strlen(explain_base(c, base));
	struct piece target = { url, strlen(url) };
	struct refused why;
	enum refusal refusal;

	/* What stands before our names is taken off by the proxy. */
	if (strncmp(url, base, base_n) == 0) {
		target.bytes += base_n - 1;
		target.n -= base_n - 1;
	}
	if ((refusal = target_name(&target, name)) == REFUSE_NOTHING)
		return 1;
	why = refusal_words(refusal);
	printf("  status %u: %s: %s\n", why.status, why.word, why.text);
	return 0;
}
