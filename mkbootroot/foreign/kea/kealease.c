/*
 * Which address a client gets, and so of which subnet and pool the words are: a
 * reserved one, or one of a pool that is for it.
 */
#include "mkbootroot/foreign/kea/keaanswer.h"
#include "mkbootroot/foreign/kea/keahost.h"

/* Whether a subnet and its shared network take it. */
int
kea_takes(struct kea_exchange *x, const struct kea_subnet *s)
{
	return (s->network == NULL || kea_may(x, &s->network->guard,
	    s->network->from)) && kea_may(x, &s->scope.guard, s->scope.from);
}

int
kea_reserves(const struct kea *k, const struct kea_subnet *s, int in_subnet)
{
	const struct kea_scope *const scopes[] = { s == NULL ? NULL :
	    &s->scope, s == NULL ? NULL : s->network, &k->all };

	for (size_t i = 0; i < 3; i++) {
		const int is = scopes[i] == NULL ? -1 : in_subnet ?
		    scopes[i]->in_subnet : scopes[i]->global;

		if (is != -1)
			return is;
	}
	return in_subnet;
}

const struct kea_host *
kea_reserved_in(const struct kea_exchange *x, const struct kea_subnet *s)
{
	const struct kea_subnet *asked = x->asker->net == NULL ? NULL :
	    x->asker->net->theirs;

	return s == NULL || !kea_reserves(x->k, s, 1) || (!kea_reserves(x->k, asked, 1) &&
	    !kea_reserves(x->k, asked, 0)) ? NULL :
	    kea_host_find(x->k, x->asker->host->mac, s);
}

static int
says_something(const struct kea_scope *s)
{
	return s->options > 0 || s->also.n > 0;
}

/* Whether it says what is booted, or who may be there. */
static int
says_boot(const struct kea_scope *s)
{
	int any = s->also.n > 0 || s->guard.n > 0 ||
	    s->boot_file.text != NULL || s->next_server.text != NULL ||
	    s->server_hostname.text != NULL;

	for (size_t i = 0; i < s->options; i++)
		any |= s->option[i].code != 3 && s->option[i].code != 6;
	return any;
}

/* A pool of the subnet that the client may have an address of. */
static int
lend(struct kea_exchange *x, const struct kea_subnet *s)
{
	const struct kea_pool *p = s->pool, *found = NULL;

	for (size_t i = 0; i < s->pools; i++, p++) {
		if (p->last < p->first || !kea_may(x, &p->scope.guard,
		    p->scope.from))
			continue;
		if (found != NULL && (says_something(&found->scope) ||
		    says_something(&p->scope)))
			imported_refuse(x->k->im, p->scope.from, "pool",
			    "is one of several that a client gets, and they "
			    "say different things");
		if (found == NULL)
			found = p;
	}
	x->pool = found;
	return found != NULL || x->k->pools_to_come;
}

/*
 * Of a shared network Kea takes the subnet that it has lent from last. That
 * does not matter where none says what is booted.
 */
static void
name_neighbours(struct kea_exchange *x)
{
	const struct kea_subnet *s = x->k->subnet;
	const struct kea_pool *pool = x->pool;

	for (size_t i = 0; x->subnet->network != NULL && i < x->k->subnets;
	    i++)
		if (s[i].network == x->subnet->network && &s[i] != x->subnet &&
		    (says_boot(&s[i].scope) || says_boot(&x->subnet->scope)) &&
		    kea_takes(x, &s[i]) && lend(x, &s[i]))
			imported_refuse(x->k->im, s[i].scope.from, "subnet",
			    "is one of several of a shared network that a "
			    "client gets, and they say different things");
	x->pool = pool;
}

/* The pool that has a reserved address, whose words count as well. */
static void
pool_of_host(struct kea_exchange *x)
{
	const struct kea_pool *p = x->subnet->pool;

	for (size_t i = 0; i < x->subnet->pools; i++, p++)
		if (p->first <= x->host->address &&
		    x->host->address <= p->last)
			x->pool = p;
}

/* An address that is reserved for all subnets is lent on each, whose it is not. */
static int
has_address(const struct kea_host *h, const struct kea_subnet *s)
{
	return h != NULL && h->address != 0 &&
	    (h->subnet == s || h->subnet == NULL);
}

/* Whom a subnet is not for gets no address: a system that asks, perhaps. */
static void
name_guard(struct kea_exchange *x, const struct kea_scope *s)
{
	const struct kea_class *class;

	for (size_t i = 0; s != NULL && i < s->guard.n; i++)
		if ((class = kea_class_find(x->k, s->guard.name[i])) != NULL &&
		    class->has_test)
			imported_warn(x->k->im, s->from, class->scope.name,
			    "is a class with a test, and the subnet is for it "
			    "alone: the lines lend to booted systems, too");
}

int
kea_lend(struct kea_exchange *x)
{
	const struct kea_subnet *asked = x->subnet, *s = x->k->subnet;
	const struct kea_host *h;
	size_t i;

	if (asked == NULL)
		return 1;
	if (has_address(x->host, asked)) {
		name_guard(x, &asked->scope);
		name_guard(x, asked->network);
		pool_of_host(x);
		return 1;
	}
	for (i = 0; asked->network != NULL && x->asker->host != NULL &&
	    x->asker->host->octets == 6 && i < x->k->subnets; i++) {
		if (s[i].network != asked->network || !kea_takes(x, &s[i]) ||
		    (h = kea_reserved_in(x, &s[i])) == NULL || h->address == 0)
			continue;
		x->subnet = &s[i];
		x->host = h;
		pool_of_host(x);
		return 1;
	}
	if (lend(x, asked)) {
		name_neighbours(x);
		return 1;
	}
	for (i = 0; asked->network != NULL && i < x->k->subnets; i++)
		if (s[i].network == asked->network && &s[i] != asked &&
		    kea_takes(x, &s[i]) && lend(x, &s[i])) {
			x->subnet = &s[i];
			h = x->asker->host == NULL ||
			    x->asker->host->octets < 6 ? NULL :
			    kea_reserved_in(x, &s[i]);
			if (!kea_reserves(x->k, &s[i], 0))
				x->global_host = NULL;
			x->host = h != NULL ? h : x->global_host;
			name_neighbours(x);
			return 1;
		}
	return 0;
}
