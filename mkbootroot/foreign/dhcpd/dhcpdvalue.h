/*
 * What an expression of dhcpd.conf(5) is for one client, as far as that can be
 * known. Pure.
 */
#ifndef DHCPDVALUE_H
#define DHCPDVALUE_H

#include "mkbootroot/foreign/dhcpd/dhcpdtree.h"

/*
 * NULL is a value of dhcpd's: an option that the client does not send. What is
 * unknown is something else: dhcpd would know it.
 */
enum value_kind {
	VALUE_NULL, VALUE_TRUTH, VALUE_NUMBER, VALUE_DATA, VALUE_UNKNOWN
};

#define BYTE_UNKNOWN 256

struct dhcpd_value {
	enum value_kind kind;
	unsigned long number;		/* also 0 and 1 for VALUE_TRUTH */
	const uint16_t *at;		/* bytes; some of them unknown */
	size_t n;
	int is_open;			/* perhaps more of them follow */
	const char *why;		/* what it is that is unknown */
};

#define SLOTS_MAX 96
#define PARTS_MAX 4
#define VARIABLES_MAX 16
#define CLASSES_MAX 20
#define SCRATCH_MAX 8192

/* An option that is set: the values of its parts are joined. */
struct dhcpd_slot {
	const struct dhcpd_option *option;
	struct dhcpd_expression *part[PARTS_MAX];
	size_t parts;
	struct dhcpd_statement *by;
};

/* One client, while it is asked what it would be told. */
struct dhcpd_asking {
	struct dhcpd *d;
	const struct asker *who;
	int is_known, is_static;
	const struct dhcpd_host *host;	/* whose words count; NULL: none */
	struct dhcpd_slot slot[SLOTS_MAX];
	size_t slots;
	struct {
		const char *name;
		struct dhcpd_value value;
	} variable[VARIABLES_MAX];
	size_t variables;
	struct {
		const struct dhcpd_class *class;
		const struct dhcpd_scope *scope;
	} in[CLASSES_MAX];
	size_t in_n;
	uint16_t scratch[SCRATCH_MAX];
	size_t used;
	int depth;
};

struct dhcpd_value value_unknown(const char *why);
struct dhcpd_value value_truth(enum truth truth, const char *why);

/* What keeps one of them from being known. */
const char *value_why(const struct dhcpd_value *a,
    const struct dhcpd_value *b);

/* Room for n bytes, unknown ones; NULL: there is none left. */
uint16_t *value_room(struct dhcpd_asking *a, size_t n);
struct dhcpd_value value_bytes(struct dhcpd_asking *a, const void *bytes,
    size_t n);

struct dhcpd_value evaluate(struct dhcpd_asking *a,
    struct dhcpd_expression *e);

struct dhcpd_value evaluate_truth(struct dhcpd_asking *a,
    struct dhcpd_expression *e);
struct dhcpd_value evaluate_integer(struct dhcpd_asking *a,
    const struct dhcpd_expression *e);

/* Names a condition that cannot be known, once. */
void unknown_name(struct dhcpd_asking *a, const char *what, unsigned from,
    const char *why, int *is_named);

/* An option that has been set; NULL: it has not. */
struct dhcpd_slot *slot_find(struct dhcpd_asking *a, unsigned space,
    unsigned code);
struct dhcpd_value slot_value(struct dhcpd_asking *a,
    const struct dhcpd_slot *slot);

/* What the client sends: an option; its card; its packet. */
struct dhcpd_value client_option(struct dhcpd_asking *a,
    const struct dhcpd_option *o);
struct dhcpd_value client_card(struct dhcpd_asking *a);
struct dhcpd_value client_packet(struct dhcpd_asking *a);

/* Whether two are the same, to dhcpd; and whether a text matches a pattern. */
enum truth value_equals(const struct dhcpd_value *a,
    const struct dhcpd_value *b);
enum truth value_matches(const struct dhcpd_value *text,
    const struct dhcpd_value *pattern, int any_case);

/*
 * The same of a vendor class whose version of UNDI is unknown: all there can be
 * are tried, which takes a while.
 */
enum truth class_matches(const struct dhcpd_value *class,
    const struct dhcpd_value *pattern, int any_case);

#endif
