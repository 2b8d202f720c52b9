/*
 * Options that are set and have no word: whether they matter.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "mkbootroot/foreign/dhcpd/dhcpdname.h"
#include "mkbootroot/foreign/dhcpd/dhcpdoption.h"
#include "mkbootroot/foreign/dhcpd/dhcpdtell.h"

void
slot_refuse(struct dhcpd_asking *a, struct dhcpd_slot *slot, const char *what,
    const char *reason)
{
	if (!slot->by->is_named)
		imported_refuse(a->d->im, slot->by->from, what, reason);
	slot->by->is_named = 1;
}

/* Whether all that it says is what dhcp-helper does by itself. */
static int
is_usual(const struct dhcpd_asking *a, const struct dhcpd_slot *slot,
    const struct dhcpd_value *v)
{
	static const char *const classes[] = { "PXEClient", "HTTPClient" };
	const struct dhcpd_option *o = slot->option;
	const char *space = option_space(a->d, o);
	size_t i, n;

	for (i = 0; i < v->n && v->at[i] == 0; i++)
		continue;
	if (i == v->n && (o->format[0] == 'f' || o->space == SPACE_SERVER ||
	    strcasecmp(space, "PXE") == 0))
		return 1;
	/* No menu, no search: the file of the answer. */
	if (strcasecmp(space, "PXE") == 0 && o->code == 6)
		return v->n == 1 && (v->at[0] & 8) != 0;
	if (o->space == SPACE_DHCP && o->code == 43)
		return v->n >= 3 && v->at[0] == 6 && v->at[1] == 1 &&
		    (v->at[2] & 8) != 0 && (v->n == 3 || (v->n == 4 &&
		    v->at[3] == 255));
	if (o->space != SPACE_DHCP || o->code != 60)
		return 0;
	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		for (n = 0; n < v->n && v->at[n] == (unsigned char)
		    classes[i][n]; n++)
			continue;
		if (n == v->n && classes[i][n] == '\0')
			return 1;
	}
	return 0;
}

/* What matters to booting, and has no word. */
void
others_name(struct dhcpd_asking *a)
{
	static const unsigned char said[] = { 1, 3, 6, 54, 66, 67, 150 };
	struct dhcpd_slot *slot;
	struct dhcpd_value v;
	char name[256];

	for (slot = a->slot; slot < a->slot + a->slots; slot++) {
		const struct dhcpd_option *o = slot->option;
		const char *space = option_space(a->d, o);

		if (!option_matters(o, space) || slot->by->is_named ||
		    (o->space == SPACE_DHCP && o->code <= 255 &&
		    memchr(said, (int)o->code, sizeof(said)) != NULL) ||
		    (o->space == SPACE_SERVER && o->code < SERVER_WITHOUT_WORD))
			continue;
		v = slot_value(a, slot);
		if (v.kind == VALUE_NULL ||
		    (v.kind == VALUE_DATA && is_usual(a, slot, &v)))
			continue;
		snprintf(name, sizeof(name), "%s%s%s", space,
		    space[0] == '\0' ? "" : ".", o->name);
		slot_refuse(a, slot, name, "has no word in clients(5)");
	}
}
