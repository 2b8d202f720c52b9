/*
 * A member is read where its level has it. What no level has is named, unless
 * it cannot matter to who boots what.
 */
#include <string.h>

#include "mkbootroot/foreign/kea/keamember.h"

unsigned
kea_line(const json_t *object)
{
	return (unsigned)json_integer_value(json_object_get(object, "#"));
}

unsigned
kea_line_of(const json_t *object, const char *name)
{
	char key[80];

	snprintf(key, sizeof(key), "#%s", name);
	return (unsigned)json_integer_value(json_object_get(object, key));
}

const char *
kea_text(struct kea *k, const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text == NULL || text[0] == '\0' ? NULL :
	    imported_keep(k->im, text);
}

int
kea_is(const json_t *object, const char *name, int without)
{
	const json_t *value = json_object_get(object, name);

	return json_is_boolean(value) ? json_is_true(value) : without;
}

void
kea_names_add(struct kea *k, struct kea_names *names, const json_t *object,
    const char *name)
{
	const json_t *value = json_object_get(object, name);
	const size_t n = json_is_array(value) ? json_array_size(value) :
	    json_is_string(value);
	const char **all, *text;

	if (n == 0 || (all = kea_keep(k, names->n + n, sizeof(*all))) == NULL)
		return;
	if (names->n > 0)
		memcpy(all, names->name, names->n * sizeof(*all));
	names->name = all;
	for (size_t i = 0; i < n; i++) {
		text = json_string_value(json_is_array(value) ?
		    json_array_get(value, i) : value);
		if (text != NULL && text[0] != '\0')
			all[names->n++] = imported_keep(k->im, text);
	}
}

/* What is read, by whichever level. */
static const char *const understood[] = {
	"next-server", "server-hostname", "boot-file-name", "valid-lifetime",
	"client-class", "client-classes", "require-client-classes",
	"evaluate-additional-classes", "reservations-global",
	"reservations-in-subnet", "reservation-mode", "host-reservation-mode",
	"option-data", "option-def", "subnet4", "shared-networks", "pools",
	"pool", "subnet", "reservations", "hw-address", "client-id", "duid",
	"circuit-id", "flex-id", "ip-address", "hostname", "name", "test",
	"template-test", "only-if-required", "only-in-additional-list",
	"user-context", "host-reservation-identifiers",
};

/* What changes nothing of who boots what. */
static const char *const harmless[] = {
	"comment", "id", "interface", "interface-id", "interfaces-config",
	"lease-database", "loggers", "control-socket", "control-sockets",
	"relay", "min-valid-lifetime", "max-valid-lifetime", "renew-timer",
	"rebind-timer", "calculate-tee-times", "t1-percent", "t2-percent",
	"match-client-id", "echo-client-id", "authoritative", "allocator",
	"expired-leases-processing", "decline-probation-period",
	"dhcp-queue-control", "multi-threading", "sanity-checks",
	"dhcp4o6-port", "4o6-interface", "4o6-interface-id", "4o6-subnet",
	"reservations-out-of-pool", "reservations-lookup-first",
	"ip-reservations-unique", "store-extended-info",
	"statistic-default-sample-count", "statistic-default-sample-age",
	"server-tag",
	"parked-packet-limit", "hostname-char-set",
	"hostname-char-replacement", "dhcp-ddns", "cache-threshold",
	"cache-max-age", "compatibility", "offer-lifetime", "offer-lft",
	"stash-agent-options", "reverse-lease-lookup", "pool-id",
};

static int
is_in(const char *const *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], name) == 0)
			return 1;
	return 0;
}

static int
is_known(const char *name)
{
	return name[0] == '#' || strncmp(name, "ddns-", 5) == 0 ||
	    is_in(understood, sizeof(understood) / sizeof(understood[0]),
	    name) || is_in(harmless, sizeof(harmless) / sizeof(harmless[0]),
	    name);
}

/* Whether a member says nothing, or what holds without it. */
static int
is_empty(const json_t *value)
{
	return json_is_null(value) || json_is_false(value) ||
	    (json_is_array(value) && json_array_size(value) == 0);
}

void
kea_members_known(struct kea *k, const json_t *object)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)object, name, value)
		if (!is_known(name) && !is_empty(value))
			imported_refuse(k->im, kea_line_of(object, name),
			    name, "is not understood: what it changes is not "
			    "in the lines");
}
