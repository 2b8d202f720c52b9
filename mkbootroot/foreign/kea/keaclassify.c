/*
 * Classes, in the order of the file; it is the order in which they are asked
 * for what they say, too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/importedtext.h"
#include "mkbootroot/foreign/kea/keaanswer.h"

#define NOT_KNOWN "is a class whose members are not known"

/* Its place for another member; NULL: there is no memory. */
static struct kea_member *
member_new(struct kea_exchange *x)
{
	struct kea_query *q = &x->query;
	const size_t size = q->size + q->size / 2 + 16;
	struct kea_member *member;

	if (q->at == NULL)
		q->at = calloc(x->k->classes + 1, sizeof(*q->at));
	if (q->members == q->size && q->at != NULL) {
		member = reallocarray(q->member, size, sizeof(*member));
		if (member != NULL) {
			q->member = member;
			q->size = size;
		}
	}
	if (q->at == NULL || q->members == q->size) {
		x->k->im->no_memory = 1;
		return NULL;
	}
	return &q->member[q->members++];
}

/* So that it is found. */
static void
enter(struct kea_exchange *x, size_t i)
{
	struct kea_query *q = &x->query;
	struct kea_member *member = &q->member[i];

	if (member->class != NULL) {
		q->at[kea_class_at(x->k, member->class) - 1] = i + 1;
	} else {
		member->next = q->others;
		q->others = i + 1;
	}
}

/* A member of the class, or of the name if it is none; NULL: it was one. */
static struct kea_member *
join(struct kea_exchange *x, const struct kea_class *class, const char *name,
    enum truth is)
{
	struct kea_query *q = &x->query;
	struct kea_member *member = kea_query_find(q,
	    kea_class_at(x->k, class), name);

	if (member != NULL) {
		/* Then it is in it, whatever a test says. */
		if (is == TRUTH_YES)
			member->is = is;
		return NULL;
	}
	if ((member = member_new(x)) == NULL)
		return NULL;
	*member = (struct kea_member){ .name = name, .class = class,
	    .is = is };
	enter(x, q->members - 1);
	return member;
}

void
kea_join(struct kea_exchange *x, const char *name, enum truth is)
{
	join(x, kea_class_find(x->k, name), name, is);
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
	q->others = 0;
	if (q->at == NULL)
		return;		/* and there is no member */
	memset(q->at, 0, x->k->classes * sizeof(*q->at));
	for (size_t i = 0; i < kept; i++)
		enter(x, i);
}

static void
test(struct kea_exchange *x, const struct kea_class *class)
{
	const enum truth is = class->is_template ? TRUTH_UNKNOWN :
	    kea_evaluate(&x->query, &class->test);
	struct kea_member *member;

	if (is == TRUTH_NO ||
	    (member = join(x, class, class->scope.name, is)) == NULL)
		return;
	member->was_tested = 1;
	if (is == TRUTH_UNKNOWN)
		member->unknown = x->query.unknown;
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
			kea_join(x, class->scope.name, TRUTH_YES);
	}
}

void
kea_name_unknown(struct kea_exchange *x, const struct kea_class *class)
{
	const struct kea_member *member = kea_query_find(&x->query,
	    kea_class_at(x->k, class), class->scope.name);
	const struct kea_node *n = member == NULL ? NULL : member->unknown;
	char shown[IMPORTED_TEXT_SIZE(120)], reason[640];

	/* Said already, where it was read. */
	if (class->is_template || (class->has_test &&
	    class->test.root == NULL))
		return;
	if (n == NULL)
		snprintf(reason, sizeof(reason), NOT_KNOWN);
	else
		snprintf(reason, sizeof(reason), "is a class whose test asks "
		    "for %s, which is not known before a client asks",
		    imported_text(shown, sizeof(shown), n->text,
		    n->n > 120 ? 120 : n->n));
	imported_refuse(x->k->im, class->test_from != 0 ? class->test_from :
	    class->scope.from, class->scope.name, reason);
}

enum truth
kea_is_member(const struct kea_exchange *x, const char *name)
{
	return kea_query_member(&x->query, kea_class_at(x->k,
	    kea_class_find(x->k, name)), name);
}

int
kea_may(struct kea_exchange *x, const struct kea_names *guard, unsigned from)
{
	const struct kea_class *class;
	enum truth is;

	for (size_t i = 0; i < guard->n; i++) {
		is = kea_is_member(x, guard->name[i]);
		if (is == TRUTH_YES)
			return 1;
		if (is == TRUTH_NO)
			continue;
		if ((class = kea_class_find(x->k, guard->name[i])) != NULL)
			kea_name_unknown(x, class);
		else
			imported_refuse(x->k->im, from, guard->name[i],
			    NOT_KNOWN);
	}
	return guard->n == 0;
}
