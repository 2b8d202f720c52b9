/*
 * Of the fields of the message the host's count, then those of the classes, then
 * those of the net. Of the options: the host's, the pool's, those of the net, and
 * then those of the classes.
 */
#include "mkbootroot/foreign/kea/keasaid.h"

static const struct kea_said nothing = { .text = NULL };

/* What says one thing has its bit; others may have the same. */
static uint64_t
field_bit(enum kea_which which)
{
	return UINT64_C(1) << which;
}

static uint64_t
option_bit(unsigned code)
{
	return UINT64_C(8) << code % 61;
}

static const struct kea_said *
said_in(const struct kea_scope *s, enum kea_which which)
{
	const struct kea_said *said = s == NULL ? NULL :
	    which == KEA_NEXT_SERVER ? &s->next_server :
	    which == KEA_BOOT_FILE ? &s->boot_file : &s->server_hostname;

	return said == NULL || said->text == NULL ? NULL : said;
}

static const struct kea_option *
option_in(const struct kea_scope *s, unsigned code)
{
	for (size_t i = 0; s != NULL && i < s->options; i++)
		if (s->option[i].code == code)
			return &s->option[i];
	return NULL;
}

/*
 * Whether the client is in the class of a member, which has one; if that is not
 * known: named, and no.
 */
static int
kea_is_in(struct kea_exchange *x, size_t at)
{
	if (x->query.member[at].is == TRUTH_UNKNOWN)
		kea_name_unknown(x, x->query.member[at].class);
	return x->query.member[at].is == TRUTH_YES;
}

void
kea_said_by_class(struct kea_class *class)
{
	const struct kea_scope *s = &class->scope;

	for (enum kea_which i = KEA_NEXT_SERVER; i <= KEA_BOOT_FILE; i++)
		if (said_in(s, i) != NULL)
			class->says |= field_bit(i);
	for (size_t i = 0; i < s->options; i++)
		class->says |= option_bit(s->option[i].code);
}

/* What any class of the client says. */
static uint64_t
all_bits(struct kea_exchange *x)
{
	if (!x->is_said)
		for (size_t i = 0; i < x->query.members; i++)
			if (x->query.member[i].class != NULL)
				x->says |= x->query.member[i].class->says;
	x->is_said = 1;
	return x->says;
}

static const struct kea_said *
said_by_classes(struct kea_exchange *x, enum kea_which which)
{
	const struct kea_class *class;
	const struct kea_said *said;

	if ((all_bits(x) & field_bit(which)) == 0)
		return NULL;
	for (size_t i = 0; i < x->query.members; i++) {
		class = x->query.member[i].class;
		if (class != NULL && (said = said_in(&class->scope, which)) !=
		    NULL && kea_is_in(x, i))
			return said;
	}
	return NULL;
}

static const struct kea_option *
option_by_classes(struct kea_exchange *x, unsigned code)
{
	const struct kea_option *o;
	const struct kea_class *class;

	if ((all_bits(x) & option_bit(code)) == 0)
		return NULL;
	for (size_t i = 0; i < x->query.members; i++) {
		class = x->query.member[i].class;
		if (class == NULL || (o = option_in(&class->scope, code)) ==
		    NULL || !kea_is_in(x, i))
			continue;
		return o;
	}
	return NULL;
}

static const struct kea_scope *
net_scope(const struct kea_exchange *x)
{
	return x->subnet == NULL ? NULL : &x->subnet->scope;
}

static const struct kea_scope *
network_scope(const struct kea_exchange *x)
{
	return x->subnet == NULL ? NULL : x->subnet->network;
}

static const struct kea_scope *
host_scope(const struct kea_exchange *x)
{
	return x->host == NULL ? NULL : &x->host->scope;
}

struct kea_said
kea_field(struct kea_exchange *x, enum kea_which which)
{
	const struct kea_said *said = said_in(host_scope(x), which);

	if (said == NULL)
		said = said_by_classes(x, which);
	if (said == NULL)
		said = said_in(net_scope(x), which);
	if (said == NULL)
		said = said_in(network_scope(x), which);
	if (said == NULL)
		said = said_in(&x->k->all, which);
	return said == NULL ? nothing : *said;
}

struct kea_said
kea_option(struct kea_exchange *x, unsigned code)
{
	const struct kea_option *o = option_in(host_scope(x), code);

	if (o == NULL)
		o = option_in(x->pool == NULL ? NULL : &x->pool->scope, code);
	if (o == NULL)
		o = option_in(net_scope(x), code);
	if (o == NULL)
		o = option_in(network_scope(x), code);
	if (o == NULL)
		o = option_by_classes(x, code);
	if (o == NULL)
		o = option_in(&x->k->all, code);
	if (o == NULL)
		return nothing;
	return (struct kea_said){ .text = o->text, .from = o->from };
}

void
kea_tell_lease(struct kea_exchange *x, struct told *t)
{
	const struct kea_scope *const scopes[] = { net_scope(x),
	    network_scope(x), &x->k->all };
	const struct kea_scope *found = NULL;
	const struct kea_class *class;

	for (size_t i = 0; i < x->query.members && found == NULL; i++) {
		class = x->query.member[i].class;
		if (class != NULL && class->scope.lifetime_s != 0 &&
		    kea_is_in(x, i))
			found = &class->scope;
	}
	for (size_t i = 0; i < 3 && found == NULL; i++)
		if (scopes[i] != NULL && scopes[i]->lifetime_s != 0)
			found = scopes[i];
	if (found != NULL)
		t->lease_s = found->lifetime_s;
}

