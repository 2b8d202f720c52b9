/*
 * What a level says of who boots what: globally, of a network, of a host.
 */
#include <stdint.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keamember.h"

static void
said(struct kea *k, const json_t *object, const char *name,
    struct kea_said *s)
{
	s->text = kea_text(k, object, name);
	s->from = kea_line_of(object, name);
	if (s->text != NULL && strcmp(s->text, "0.0.0.0") == 0)
		s->text = NULL;
}

/* By the words of new versions and of old ones. */
static void
reservations(const json_t *object, struct kea_scope *s)
{
	const char *mode = json_string_value(json_object_get(object,
	    "reservation-mode"));

	s->global = kea_is(object, "reservations-global", -1);
	s->in_subnet = kea_is(object, "reservations-in-subnet", -1);
	if (mode == NULL)
		mode = json_string_value(json_object_get(object,
		    "host-reservation-mode"));
	if (mode == NULL)
		return;
	s->global = strcmp(mode, "global") == 0;
	s->in_subnet = strcmp(mode, "all") == 0 ||
	    strcmp(mode, "out-of-pool") == 0;
}

void
kea_scope_read(struct kea *k, const json_t *object, const json_t *defs,
    struct kea_scope *s)
{
	const json_t *lifetime = json_object_get(object, "valid-lifetime");

	s->from = kea_line(object);
	said(k, object, "next-server", &s->next_server);
	said(k, object, "server-hostname", &s->server_hostname);
	said(k, object, "boot-file-name", &s->boot_file);
	if (s->boot_file.text != NULL)
		kea_note_file(k, s->boot_file.from);
	if (json_integer_value(lifetime) > 0 &&
	    json_integer_value(lifetime) < UINT32_MAX)
		s->lifetime_s = (unsigned)json_integer_value(lifetime);
	kea_names_add(k, &s->guard, object, "client-class");
	kea_names_add(k, &s->also, object, "require-client-classes");
	s->also_untested = json_object_get(object,
	    "evaluate-additional-classes") != NULL;
	kea_names_add(k, &s->also, object, "evaluate-additional-classes");
	reservations(object, s);
	kea_options_read(k, object, defs, s);
	kea_members_known(k, object);
}
