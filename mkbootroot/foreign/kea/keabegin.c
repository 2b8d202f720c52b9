/*
 * The classes that a client is in by what it sends. Where none of them asks for
 * its card they are those of all that send the same: a file may have hundreds of
 * classes and ten thousands of hosts.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keasaid.h"

#define ARCHS 64
#define KINDS_OF_EACH 8		/* iPXE or not, HTTP or not, a system or not */

struct kea_begun {
	struct kea_member *member;	/* NULL: not yet */
	size_t *at;
	size_t members, others;
};

static void
ask(struct kea_exchange *x)
{
	static const char vendor[] = "VENDOR_CLASS_";
	const struct kea_class *class = x->k->class;
	enum truth is;

	kea_join(x, "ALL", TRUTH_YES);
	for (size_t i = 0; i < x->k->classes; i++, class++) {
		if (class->scope.name == NULL || strncmp(class->scope.name,
		    vendor, sizeof(vendor) - 1) != 0)
			continue;
		is = kea_is_member(x, class->scope.name);
		if (is != TRUTH_NO)
			kea_join(x, class->scope.name, is);
	}
	kea_classify(x, 0);
}

/* Whether it is not alike for all that send the same. */
static int
asks_card(const struct kea_expression *e)
{
	for (const struct kea_node *n = e->kept; n != NULL; n = n->next)
		if (n->kind == KEA_FIELD && strcmp(n->base, "pkt4") == 0 &&
		    strcmp(n->what, "mac") == 0)
			return 1;
	return 0;
}

void
kea_begin_keep(struct kea *k)
{
	for (size_t i = 0; i < k->classes; i++)
		kea_said_by_class(&k->class[i]);
	for (size_t i = 0; i < k->classes; i++)
		if (asks_card(&k->class[i].test))
			return;
	k->begun = kea_keep(k, ARCHS * KINDS_OF_EACH, sizeof(*k->begun));
}

void
kea_begin_forget(struct kea *k)
{
	for (size_t i = 0; k->begun != NULL && i < ARCHS * KINDS_OF_EACH; i++) {
		free(k->begun[i].member);
		free(k->begun[i].at);
	}
	k->begun = NULL;
}

/* Copies what is known of one client for another; 0: there is no memory. */
static int
copy(const struct kea *k, size_t members, const struct kea_member *member,
    const size_t *at, struct kea_member **to_member, size_t **to_at)
{
	*to_member = reallocarray(NULL, members, sizeof(*member));
	*to_at = reallocarray(NULL, k->classes + 1, sizeof(*at));
	if (*to_member == NULL || *to_at == NULL) {
		free(*to_member);
		free(*to_at);
		*to_member = NULL;
		*to_at = NULL;
		k->im->no_memory = 1;
		return 0;
	}
	memcpy(*to_member, member, members * sizeof(*member));
	memcpy(*to_at, at, k->classes * sizeof(*at));
	return 1;
}

void
kea_begin(struct kea_exchange *x)
{
	const struct asker *a = x->asker;
	struct kea_query *q = &x->query;
	struct kea_begun *b = x->k->begun == NULL || a->arch >= ARCHS ? NULL :
	    &x->k->begun[a->arch * KINDS_OF_EACH + (a->is_system ? 4 : 0) +
	    (a->is_ipxe ? 2 : 0) + (a->is_http ? 1 : 0)];

	q->asker = a;
	if (b == NULL || b->member == NULL)
		ask(x);
	if (b == NULL || x->k->im->no_memory)
		return;
	if (b->member == NULL) {
		b->members = q->members;
		b->others = q->others;
		copy(x->k, q->members, q->member, q->at, &b->member, &b->at);
	} else if (copy(x->k, b->members, b->member, b->at, &q->member,
	    &q->at)) {
		q->members = q->size = b->members;
		q->others = b->others;
	}
}
