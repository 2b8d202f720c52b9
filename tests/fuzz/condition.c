/*
 * Any condition of dhcpd.conf(5), for any client: what is known of it stays so
 * when more is known of the client. So nothing that is unknown is taken for true,
 * or for false.
 *
 * The first bytes are who asks; the rest is the condition.
 */
#include "mkbootroot/foreign/dhcpd/dhcpdexpression.h"
#include "mkbootroot/foreign/dhcpd/dhcpdvalue.h"
#include "must.h"

/* Cards that are named are asked for by themselves: not so here. */
static void
forget_cards(struct dhcpd_expression *e)
{
	if (e == NULL)
		return;
	e->is_card = 0;
	for (size_t i = 0; i < sizeof(e->arg) / sizeof(e->arg[0]); i++)
		forget_cards(e->arg[i]);
}

/* Whether w says all that v says, and perhaps more. */
static int
is_kept(const struct dhcpd_value *v, const struct dhcpd_value *w)
{
	if (v->kind == VALUE_UNKNOWN)
		return 1;
	/* "Not true" may become NULL, which is as good. */
	if (v->kind == VALUE_TRUTH && v->is_open)
		return w->kind == VALUE_NULL ||
		    (w->kind == VALUE_TRUTH && !w->number);
	if (v->kind != w->kind || v->number != w->number ||
	    w->n < v->n || (w->n > v->n && !v->is_open))
		return 0;
	for (size_t i = 0; i < v->n; i++)
		if (v->at[i] != BYTE_UNKNOWN && v->at[i] != w->at[i])
			return 0;
	return 1;
}

static void
ask(struct dhcpd *d, struct dhcpd_expression *e, struct input *in)
{
	static struct dhcpd_asking a[2];
	struct foreign_host host[2] = { { .octets = 0 } };
	struct asker who[2] = { { .arch = input_byte(in) % 32,
	    .is_ipxe = input_byte(in) % 2 } };
	struct dhcpd_value v[2];

	who[0].is_http = input_byte(in) % 2;
	host[0].octets = (int)(input_byte(in) % 7);
	for (int i = 0; i < 6; i++)
		host[0].mac[i] = (unsigned char)input_byte(in);
	host[1] = host[0];
	host[1].octets = 6;
	who[1] = who[0];
	for (int i = 0; i < 2; i++) {
		who[i].host = &host[i];
		a[i] = (struct dhcpd_asking){ .d = d, .who = &who[i] };
		v[i] = evaluate(&a[i], e);
	}
	/* Less of the scratch is used for what is not known. */
	must(v[1].kind == VALUE_UNKNOWN || is_kept(&v[0], &v[1]),
	    "what was known is something else");
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct input in = { bytes, n };
	struct imported im = { .root = "/srv/tftp" };
	struct dhcpd d = { .im = &im };
	struct dhcpd_expression *e;
	struct dhcpd_tokens t;
	size_t front = 10;
	const unsigned char *who = input_piece(&in, &front);
	char *text = exact_text(in.bytes, in.n);

	d.card_end = &d.card;
	tokens_begin(&t, text);
	e = expression_take(&d, &t);
	must(!im.no_memory, "no memory");
	if (e != NULL) {
		struct input by = { who, front };

		forget_cards(e);
		ask(&d, e, &by);
	}
	tree_free(&d);
	imported_free(&im);
	free(text);
	return 0;
}
