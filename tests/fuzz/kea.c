/*
 * Any test of a class, and any configuration of Kea: a test holds, does not, or
 * is not known, for every client alike each time that it is asked; what is cut
 * and joined lies in its text; and a configuration becomes JSON with as many
 * lines, or is named.
 *
 * The first byte chooses: a test, or a configuration.
 */
#include <string.h>

#include "mkbootroot/foreign/ask.h"
#include "mkbootroot/foreign/kea/keaanswer.h"
#include "mkbootroot/foreign/kea/keaconfig.h"
#include "mkbootroot/foreign/kea/keaquery.h"
#include "mkbootroot/foreign/kea/keatext.h"
#include "must.h"

static const unsigned archs[] = { 0, 6, 7, 9, 11, 16, 27 };

static struct asker
asker(unsigned i, const struct foreign_host *host,
    const struct foreign_net *net)
{
	return (struct asker){ .arch = archs[i % 7], .is_ipxe = i / 7 == 1,
	    .is_http = archs[i % 7] == 16, .host = i % 2 ? host : NULL,
	    .net = net };
}

static void
found(void *arg, const unsigned char mac[6], int octets)
{
	(void)arg;
	(void)mac;
	must(octets >= 1 && octets <= 6, "a card of no octets");
}

static void
test(const char *text)
{
	const struct foreign_host card = { .mac = { 0xb8, 0x27, 0xeb },
	    .octets = 3 };
	struct kea_expression e;
	struct kea_query q = { .member = NULL };
	struct asker a;
	enum truth is;

	kea_parse(text, &e);
	must(!e.no_memory, "no memory");
	must(e.root != NULL || e.wrong_at <= strlen(text),
	    "a mistake outside of the text");
	for (unsigned i = 0; i < 14; i++) {
		a = asker(i, &card, NULL);
		q.asker = &a;
		is = kea_evaluate(&q, &e);
		must(e.root != NULL || is == TRUTH_UNKNOWN,
		    "what is no test is known");
		must(is != TRUTH_UNKNOWN || e.root == NULL ||
		    q.unknown != NULL, "what is not known has no name");
		must(q.unknown == NULL || (q.unknown->text >= text &&
		    q.unknown->text + q.unknown->n <= text + strlen(text)),
		    "a name outside of the text");
		must(kea_evaluate(&q, &e) == is, "another truth");
	}
	kea_cards(&e, found, NULL);
	kea_expression_free(&e);
}

static size_t
lines(const char *text, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += text[i] == '\n';
	return count;
}

/* Everybody is asked for in every net, twice. */
static void
ask_all(const struct kea *k, struct imported *im)
{
	struct foreign f = { .im = im, .theirs = k };
	struct foreign_host host = { .octets = 6 };
	struct foreign_net net;
	struct told first, second;
	struct asker a;

	for (unsigned i = 0; i < 14 * (k->subnets + 1); i++) {
		const struct kea_subnet *s = k->subnets == 0 ? NULL :
		    &k->subnet[i % k->subnets];

		net = (struct foreign_net){ .net = s == NULL ? 0 : s->net,
		    .mask = s == NULL ? 0 : s->mask, .theirs = s };
		if (k->hosts > 0)
			memcpy(host.mac, k->host[i % k->hosts].mac, 6);
		a = asker(i % 14, &host, s == NULL ? NULL : &net);
		kea_ask(&f, &a, &first);
		kea_ask(&f, &a, &second);
		must(memcmp(&first, &second, sizeof(first)) == 0,
		    "another answer");
		must(first.dns_n <= FOREIGN_DNS_MAX, "too many name servers");
	}
}

static void
configuration(const char *text, size_t n)
{
	struct imported im = { .root = "/srv/tftp" };
	struct keatext t;
	struct kea k;

	keatext_make(text, n, &t);
	must(t.json != NULL, "no memory");
	must(lines(t.json, t.n) == lines(text, n), "other lines");
	free(t.json);
	if (kea_read(&k, &im, text, n) && !im.no_memory)
		ask_all(&k, &im);
	must(!im.no_memory, "no memory");
	kea_free(&k);
	imported_free(&im);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	char *text;

	if (n == 0)
		return 0;
	text = exact_text(bytes + 1, n - 1);
	if (bytes[0] % 2 == 0)
		test(text);
	else
		configuration(text, n - 1);
	free(text);
	return 0;
}
