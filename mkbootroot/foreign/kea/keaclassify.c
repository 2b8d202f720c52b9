/*
 * Classes, in the order of the file; it is the order in which they are asked
 * for what they say, too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/importedtext.h"
#include "mkbootroot/foreign/kea/keaanswer.h"

void
kea_join(struct kea_exchange *x, const char *name, enum truth is,
    int was_tested)
{
	struct kea_query *q = &x->query;
	const size_t size = q->size + q->size / 2 + 16;
	struct kea_member *member;

	for (size_t i = 0; i < q->members; i++)
		if (strcmp(q->member[i].name, name) == 0) {
			/* Then it is in it, whatever a test says. */
			if (is == TRUTH_YES)
				q->member[i].is = is;
			return;
		}
	if (q->members == q->size) {
		member = reallocarray(q->member, size, sizeof(*member));
		if (member == NULL) {
			x->k->im->no_memory = 1;
			return;
		}
		q->member = member;
		q->size = size;
	}
	q->member[q->members++] = (struct kea_member){ .name = name,
	    .class = kea_class_find(x->k, name), .is = is,
	    .was_tested = was_tested };
}

void
kea_forget_tested(struct kea_exchange *x)
{
	struct kea_query *q = &x->query;
	size_t kept = 0;

	for (size_t i = 0; i < q->members; i++)
		if (!q->member[i].was_tested)
			q->member[kept++] = q->member[i];
	q->members = kept;
}

static void
test(struct kea_exchange *x, const struct kea_class *class)
{
	const enum truth is = class->is_template ? TRUTH_UNKNOWN :
	    kea_evaluate(&x->query, &class->test);

	if (is == TRUTH_NO)
		return;
	kea_join(x, class->scope.name, is, 1);
	if (is == TRUTH_UNKNOWN && x->query.members > 0)
		x->query.member[x->query.members - 1].unknown =
		    x->query.unknown;
}

void
kea_classify(struct kea_exchange *x, int on_known)
{
	const struct kea_class *class = x->k->class;

	for (size_t i = 0; i < x->k->classes; i++, class++)
		if (class->scope.name != NULL && !class->only_late &&
		    (class->has_test || class->is_template) &&
		    class->on_known == on_known)
			test(x, class);
}

void
kea_classify_late(struct kea_exchange *x, const struct kea_scope *s)
{
	const struct kea_class *class;

	for (size_t i = 0; i < s->also.n; i++) {
		class = kea_class_find(x->k, s->also.name[i]);
		if (class == NULL)
			continue;
		if (class->has_test || class->is_template)
			test(x, class);
		else if (s->also_untested)
			kea_join(x, class->scope.name, TRUTH_YES, 0);
	}
}

void
kea_name_unknown(struct kea_exchange *x, const struct kea_class *class)
{
	const struct kea_member *member = kea_query_find(&x->query,
	    class->scope.name);
	const struct kea_node *n = member == NULL ? NULL : member->unknown;
	char shown[IMPORTED_TEXT_SIZE(120)], reason[640];

	/* Said already, where it was read. */
	if (class->is_template || (class->has_test &&
	    class->test.root == NULL))
		return;
	if (n == NULL)
		snprintf(reason, sizeof(reason), "is a class of which it is "
		    "not known who is in it");
	else
		snprintf(reason, sizeof(reason), "is a class whose test asks "
		    "for %s, which is not known before a client asks",
		    imported_text(shown, sizeof(shown), n->text,
		    n->n > 120 ? 120 : n->n));
	imported_refuse(x->k->im, class->test_from != 0 ? class->test_from :
	    class->scope.from, class->scope.name, reason);
}

int
kea_may(struct kea_exchange *x, const struct kea_names *guard, unsigned from)
{
	const struct kea_class *class;
	enum truth is;

	for (size_t i = 0; i < guard->n; i++) {
		is = kea_query_member(&x->query, guard->name[i]);
		if (is == TRUTH_YES)
			return 1;
		if (is == TRUTH_NO)
			continue;
		if ((class = kea_class_find(x->k, guard->name[i])) != NULL)
			kea_name_unknown(x, class);
		else
			imported_refuse(x->k->im, from, guard->name[i],
			    "is a class of whom it is not known who is in it");
	}
	return guard->n == 0;
}
