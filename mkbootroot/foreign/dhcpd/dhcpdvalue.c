/*
 * Values for one client, and the room that they have; what was set so far.
 */
#include <stdio.h>
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdvalue.h"

struct dhcpd_value
value_unknown(const char *why)
{
	return (struct dhcpd_value){ .kind = VALUE_UNKNOWN, .why = why };
}

struct dhcpd_value
value_truth(enum truth truth, const char *why)
{
	if (truth == TRUTH_UNKNOWN)
		return value_unknown(why);
	return (struct dhcpd_value){ .kind = VALUE_TRUTH,
	    .number = truth == TRUTH_YES };
}

uint16_t *
value_room(struct dhcpd_asking *a, size_t n)
{
	uint16_t *at = a->scratch + a->used;

	if (n > SCRATCH_MAX - a->used)
		return NULL;
	a->used += n;
	for (size_t i = 0; i < n; i++)
		at[i] = BYTE_UNKNOWN;
	return at;
}

struct dhcpd_value
value_bytes(struct dhcpd_asking *a, const void *bytes, size_t n)
{
	struct dhcpd_value v = { .kind = VALUE_DATA, .n = n };
	uint16_t *at = value_room(a, n);

	if (at == NULL)
		return value_unknown("a long text");
	for (size_t i = 0; i < n; i++)
		at[i] = ((const unsigned char *)bytes)[i];
	v.at = at;
	return v;
}

/* What keeps it from being known: of the first that is not. */
const char *
value_why(const struct dhcpd_value *a, const struct dhcpd_value *b)
{
	return a->why != NULL ? a->why : b->why != NULL ? b->why : "a card";
}

struct dhcpd_slot *
slot_find(struct dhcpd_asking *a, unsigned space, unsigned code)
{
	struct dhcpd_slot *slot;

	for (slot = a->slot; slot < a->slot + a->slots; slot++)
		if (slot->option->space == space && slot->option->code == code)
			return slot;
	return NULL;
}

void
unknown_name(struct dhcpd_asking *a, const char *what, unsigned from,
    const char *why, int *is_named)
{
	char reason[256];

	if (*is_named)
		return;
	*is_named = 1;
	snprintf(reason, sizeof(reason), "asks for %.128s, which has no word "
	    "in clients(5)", why != NULL ? why : "what is not known");
	imported_refuse(a->d->im, from, what, reason);
}
