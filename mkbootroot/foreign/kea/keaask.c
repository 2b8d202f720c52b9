/*
 * The way of a DISCOVER through Kea: classes, the subnet, the reservations,
 * classes again, an address, and what is said with it.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keaanswer.h"
#include "mkbootroot/foreign/kea/keahost.h"

/* Whether Kea drops it, by the class that is for that. */
static int
is_dropped(struct kea_exchange *x, struct told *t)
{
	const struct kea_class *drop = kea_class_find(x->k, "DROP");
	const enum truth is = kea_is_member(x, "DROP");

	if (is == TRUTH_UNKNOWN && drop != NULL)
		kea_name_unknown(x, drop);
	if (is != TRUTH_YES)
		return 0;
	t->is_silent = 1;
	t->silent_from = drop != NULL ? drop->test_from : x->host != NULL ?
	    x->host->scope.from : x->k->all.from;
	return 1;
}

/* The reservations of the client; 1: there is any, also in a neighbour net. */
static int
find_hosts(struct kea_exchange *x)
{
	const struct kea_subnet *s = x->k->subnet;
	int any;

	if (x->asker->host == NULL || x->asker->host->octets < 6)
		return 0;
	if (kea_reserves(x->k, x->subnet, 0))
		x->global_host = kea_host_find(x->k, x->asker->host->mac,
		    NULL);
	x->host = kea_reserved_in(x, x->subnet);
	any = x->host != NULL || x->global_host != NULL;
	for (size_t i = 0; x->subnet != NULL && x->subnet->network != NULL &&
	    !any && i < x->k->subnets; i++)
		any = s[i].network == x->subnet->network &&
		    kea_reserved_in(x, &s[i]) != NULL;
	if (x->host == NULL)
		x->host = x->global_host;
	return any;
}

static void
join_reserved(struct kea_exchange *x)
{
	for (size_t i = 0; x->host != NULL && i < x->host->classes.n; i++)
		kea_join(x, x->host->classes.name[i], TRUTH_YES);
}

/* The classes of a reservation come before all that were tested. */
static void
classify_host(struct kea_exchange *x, int is_known)
{
	const int alone = x->subnet == NULL || x->subnet->network == NULL;

	if ((x->global_host != NULL && x->global_host->classes.n > 0) ||
	    (alone && x->host != NULL && x->host->classes.n > 0)) {
		kea_forget_tested(x);
		join_reserved(x);
		kea_classify(x, 0);
	}
	kea_join(x, is_known ? "KNOWN" : "UNKNOWN", TRUTH_YES);
	kea_classify(x, 1);
}

static void
silence(struct told *t, unsigned from)
{
	t->is_silent = 1;
	t->silent_from = from;
}

static void
answer(struct kea_exchange *x, struct told *t)
{
	kea_begin(x);
	if (is_dropped(x, t))
		return;
	x->subnet = x->asker->net == NULL ? NULL : x->asker->net->theirs;
	if (x->subnet != NULL && !kea_takes(x, x->subnet)) {
		silence(t, x->subnet->scope.from);
		return;
	}
	classify_host(x, find_hosts(x));
	if (is_dropped(x, t))
		return;
	if (!kea_lend(x)) {
		silence(t, x->subnet->scope.from);
		return;
	}
	kea_tell_lease(x, t);
	if (x->subnet != NULL && x->subnet->network != NULL &&
	    x->host != x->global_host)
		join_reserved(x);
	if (x->subnet != NULL && x->subnet->network != NULL)
		kea_classify_late(x, x->subnet->network);
	if (x->subnet != NULL)
		kea_classify_late(x, &x->subnet->scope);
	if (x->pool != NULL)
		kea_classify_late(x, &x->pool->scope);
	kea_tell(x, t);
}

void
kea_ask(const struct foreign *f, const struct asker *a, struct told *t)
{
	struct kea_exchange x = { .k = f->theirs, .asker = a };

	memset(t, 0, sizeof(*t));
	answer(&x, t);
	free(x.query.member);
	free(x.query.at);
}
