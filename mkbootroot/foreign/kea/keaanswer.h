/*
 * What Kea answers: who is in which class, which net and pool a client gets,
 * and what of all that is said there counts. Pure.
 */
#ifndef KEAANSWER_H
#define KEAANSWER_H

#include "mkbootroot/foreign/ask.h"
#include "mkbootroot/foreign/kea/keaconfig.h"
#include "mkbootroot/foreign/kea/keaquery.h"

/* One message of a client, on its way through the server. */
struct kea_exchange {
	const struct kea *k;
	const struct asker *asker;
	struct kea_query query;
	const struct kea_subnet *subnet;	/* NULL: the file has none */
	const struct kea_pool *pool;		/* NULL: none */
	const struct kea_host *global_host, *host;	/* NULL: none */
	uint64_t says;		/* what its classes say, once is_said */
	int is_said;
};

/*
 * Who can be kept for all that send the same is kept, until forgotten; the
 * classes of a client by what it sends.
 */
void kea_begin_keep(struct kea *k);
void kea_begin_forget(struct kea *k);
void kea_begin(struct kea_exchange *x);

/* Classes that do not ask for KNOWN, or those that do. */
void kea_classify(struct kea_exchange *x, int on_known);

/* Those that a scope asks for when all else is known. */
void kea_classify_late(struct kea_exchange *x, const struct kea_scope *s);

/* Whether it is in the class of a name. */
enum truth kea_is_member(const struct kea_exchange *x, const char *name);

/* Adds a class that it is in; forgets those that were tested. */
void kea_join(struct kea_exchange *x, const char *name, enum truth is);
void kea_forget_tested(struct kea_exchange *x);

/*
 * Whether it is in one of these classes, or there is none; what is not known is
 * named, and no.
 */
int kea_may(struct kea_exchange *x, const struct kea_names *guard,
    unsigned from);

/* Names the test of a class that could not be known. */
void kea_name_unknown(struct kea_exchange *x, const struct kea_class *class);

/* How long it has its address, which Kea decides first. */
void kea_tell_lease(struct kea_exchange *x, struct told *t);

/* What it is told, now that all is known of it. */
void kea_tell(struct kea_exchange *x, struct told *t);

/* Whether a subnet and its shared network take it. */
int kea_takes(struct kea_exchange *x, const struct kea_subnet *s);

/*
 * Its reservation there. Where the subnet in which it asks has none at all, Kea
 * looks in no other.
 */
const struct kea_host *kea_reserved_in(const struct kea_exchange *x,
    const struct kea_subnet *s);

/*
 * Whether it gets an address, of its subnet or of another one of the shared
 * network, which is then x's.
 */
int kea_lend(struct kea_exchange *x);

/*
 * Whether reservations count that stand in a subnet (in_subnet), or everywhere;
 * s NULL: as the whole file says.
 */
int kea_reserves(const struct kea *k, const struct kea_subnet *s,
    int in_subnet);

/* struct foreign's ask(), whose theirs is a struct kea. */
void kea_ask(const struct foreign *f, const struct asker *a, struct told *t);

#endif
